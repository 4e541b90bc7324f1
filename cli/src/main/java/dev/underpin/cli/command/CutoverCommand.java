package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "cutover",
        description = "Lets a run that waits at its cutover go on; takes it over if its process is gone.")
public final class CutoverCommand implements Task {

    @Parameters(paramLabel = "PLAN", description = "The plan's file, or its id.")
    String plan = "";

    @Override
    public Answer perform(CommandContext context) {
        String id = context.planId(plan);
        return context.withEngine(Access.CHANGES, engine -> new Answer.Ran(engine.cutover(id)));
    }
}
