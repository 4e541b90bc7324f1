package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "preview",
        description = "Shows every action of a plan, with its SQL, locks, size and undo, and changes nothing.")
public final class PreviewCommand implements Task {

    @Parameters(paramLabel = "PLAN", description = "The plan's file.")
    String plan = "";

    @Override
    public Answer perform(CommandContext context) {
        Plan read = context.read(PlanArgument.file(plan, "preview"));
        return context.withEngine(Access.READS, engine -> new Answer.Ran(engine.preview(read)));
    }
}
