package dev.underpin.internal.step;

import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.plan.ConfigCodec;
import dev.underpin.plan.PlanProblem;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;

/** What steps remember, as the journal keeps it: in the same form as their configurations. */
public final class StepMemory {

    private final ConfigCodec codec = new ConfigCodec();

    String write(Record memory) {
        return codec.write(memory);
    }

    /**
     * @throws Failure if the step's module is not here, or is one whose record has other components than what is written down
     */
    Record read(BoundStep<?, ?> step, String memory) {
        try {
            return codec.read(memory, step.memoryType());
        } catch (ConfigCodec.Unreadable unreadable) {
            throw new Failure(Outcome.REFUSED, problem(step, unreadable));
        }
    }

    private static Problem problem(BoundStep<?, ?> step, ConfigCodec.Unreadable unreadable) {
        return Problem.of(
                        step.id(),
                        Finding.error(
                                EngineCodes.MEMORY_UNREADABLE,
                                "what step " + step.id() + " (" + step.planned().uses()
                                        + ") noted of the state before cannot be read by " + step.module()
                                        + "; nothing more was done with the step",
                                "Put the version of that module beside the others that applied the step, and give the command again;"
                                        + " `underpin steps` lists what is here."))
                .with(unreadable.problems().stream().map(PlanProblem::message).toList());
    }

    /** Whether that is why something failed. */
    public static boolean unreadable(Failure failure) {
        return failure.problems().stream()
                .anyMatch(problem -> problem.finding().code().equals(EngineCodes.MEMORY_UNREADABLE.id()));
    }
}
