package dev.underpin.report;

import dev.underpin.spi.program.Lock;
import java.util.List;
import java.util.Optional;

/**
 * One action of a preview or a run.
 *
 * @param mode the action's kind in capitals: TRANSACTION, AUTOCOMMIT, BATCHES, EXPORT, PARALLEL, CONVERGE
 * @param sql its statements, in order
 * @param blocks what its strongest lock keeps others from, for people
 * @param undo how it is taken back, for people
 * @param size what it works on, for people
 * @param note for example "as of now, until stable"
 * @param inner the actions of a parallel action, or the rounds of a converging one
 */
public record ActionReport(
        String key,
        String title,
        String mode,
        List<String> sql,
        List<Lock> locks,
        String blocks,
        String undo,
        Optional<String> size,
        Optional<String> note,
        RunState state,
        long durationMs,
        long rows,
        List<ActionReport> inner) {}
