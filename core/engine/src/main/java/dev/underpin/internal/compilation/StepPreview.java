package dev.underpin.internal.compilation;

import dev.underpin.report.Problem;
import dev.underpin.spi.Impact;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a step would do.
 *
 * @param memory the state that it would remember; empty if it refused
 * @param phases the first round of each phase that the program names, as of now
 * @param conditional a step before it has an unknown effect
 * @param impact what it comes to
 * @param checks of the data, to be asked before the step
 */
public record StepPreview(
        BoundStep<?, ?> step,
        Optional<Record> memory,
        Program program,
        Map<String, Program> phases,
        boolean conditional,
        Impact impact,
        List<Check> checks,
        List<Problem> problems) {}
