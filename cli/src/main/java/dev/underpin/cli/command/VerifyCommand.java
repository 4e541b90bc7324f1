package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "verify", description = "Verifies an applied plan again and changes nothing.")
public final class VerifyCommand implements Task {

    @Parameters(paramLabel = "PLAN", description = "The plan's file, or its id.")
    String plan = "";

    @Override
    public Answer perform(CommandContext context) {
        if (PlanArgument.of(plan) instanceof PlanArgument.OfFile given) {
            Plan read = context.read(given.file());
            return context.withEngine(Access.READS, engine -> new Answer.Ran(engine.verify(read)));
        }
        String id = context.planId(plan);
        return context.withEngine(Access.READS, engine -> new Answer.Ran(engine.verify(id)));
    }
}
