package dev.underpin.internal.execution;

import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Program;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A step at work.
 *
 * @param phases compiles a phase as of now; the only thing that needs the step's plug-in
 */
public record StepScope(RunScope run, int ordinal, String id, Function<String, Compiled> phases)
        implements Checks.Known {

    @Override
    public Optional<String> remembered(String component) {
        return run.runs().remembered(run.run(), ordinal, component);
    }

    @Override
    public Optional<String> evidence(String actionKey, String what) {
        return run.programs().evidence(ordinal, actionKey, what);
    }

    @Override
    public Optional<String> identity(String handle) {
        return run.programs().identity(ordinal, handle);
    }

    public void tell(Check check, Checks.Verdict verdict) {
        run.listener().on(new RunEvent.Checked(id, check.id(), check.title(), verdict.passed(), verdict.details()));
    }

    void notice(Problem problem) {
        run.listener().on(new RunEvent.Noticed(problem));
    }

    /** A program with the answers that led to it. */
    public record Compiled(Program program, Map<String, String> answers) {}
}
