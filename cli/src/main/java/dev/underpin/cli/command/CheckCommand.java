package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "check", description = "Runs all prechecks of a plan against the database and changes nothing.")
public final class CheckCommand implements Task {

    @Parameters(paramLabel = "PLAN", description = "The plan's file.")
    String plan = "";

    @Override
    public Answer perform(CommandContext context) {
        Plan read = context.read(PlanArgument.file(plan, "check"));
        return context.withEngine(Access.READS, engine -> new Answer.Ran(engine.check(read)));
    }
}
