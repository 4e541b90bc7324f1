package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyLogStatements.Replay;
import dev.underpin.partitioning.structure.SyncedTables;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Drain;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sync;
import java.util.ArrayList;
import java.util.List;

/**
 * What a swap replays within its transaction, and proves: nothing is swapped that has not been compared since it was replayed.
 *
 * @param most of what waits, to be replayed at once
 * @param onMiss what becomes of the run when rows differ that have just been made equal
 */
record LastReplays(SyncedTables watch, Replay replay, List<Sql> most, SwapChecks checks, Check.OnMiss onMiss) {

    /** Before the locks, for what takes its time; what waits meanwhile is replayed once more. */
    List<Op> ahead() {
        List<Op> ops = new ArrayList<>(watch.logUnequalReplayed(replay));
        ops.addAll(most);
        // Rows are compared with what waits, one by one: with much of it that would take minutes.
        ops.add(checks.fewWait(watch.log()));
        ops.add(watch.replayedRight("replayed", replay, onMiss));
        ops.add(watch.conversion().dialect().statements(KeyLogStatements.class).forgetReplayed(watch.log()));
        ops.addAll(most);
        return ops;
    }

    /** Under the locks, the rest. */
    List<Op> rest(Sync sync) {
        return List.of(
                new Drain(sync), checks.drained(watch.log()), watch.replayedRight("replayed.last", replay, onMiss));
    }
}
