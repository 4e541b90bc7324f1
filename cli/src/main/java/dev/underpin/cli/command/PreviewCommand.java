package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.code.CliCodes;
import dev.underpin.plan.Plan;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "preview",
        description =
                "Shows what a plan comes to and every action of it, with its SQL, locks, size and undo, and changes nothing.")
public final class PreviewCommand implements Task {

    @Parameters(paramLabel = "PLAN", description = "The plan's file; with --rollback and --finalize, also its id.")
    String plan = "";

    @ArgGroup(exclusive = true)
    End end = new End();

    @Option(
            names = "--to",
            paramLabel = "STEP",
            description = "With --rollback: as if only what came after this step was taken back.")
    Optional<String> to = Optional.empty();

    /** What is previewed in place of apply. */
    static final class End {

        @Option(names = "--rollback", description = "Shows what `rollback` would do now.")
        boolean rollback;

        @Option(names = "--finalize", description = "Shows what `finalize` would do now.")
        boolean finalizing;
    }

    @Override
    public Answer perform(CommandContext context) {
        if (to.isPresent() && !end.rollback) {
            throw new Failure(
                    Outcome.USAGE,
                    CliCodes.TO_WITHOUT_ROLLBACK,
                    "--to says how far a rollback goes",
                    "Give it together with --rollback.");
        }
        if (end.rollback || end.finalizing) {
            String id = context.planId(plan);
            return context.withEngine(
                    Access.READS,
                    engine ->
                            new Answer.Ran(end.rollback ? engine.previewRollback(id, to) : engine.previewFinalize(id)));
        }
        Plan read = context.read(PlanArgument.file(plan, "preview"));
        return context.withEngine(Access.READS, engine -> new Answer.Ran(engine.preview(read)));
    }
}
