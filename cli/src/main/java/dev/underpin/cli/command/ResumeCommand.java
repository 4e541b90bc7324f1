package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.command.PlanArgument.OfFile;
import dev.underpin.cli.command.PlanArgument.OfJournal;
import dev.underpin.control.Overrides;
import dev.underpin.plan.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "resume", description = "Continues an interrupted or stopped run.")
public final class ResumeCommand implements Task {

    @Parameters(
            paramLabel = "PLAN",
            description = "The plan's file, which may differ in steps not yet begun, or its id.")
    String plan = "";

    @Mixin
    AssumptionOptions known = new AssumptionOptions();

    @Mixin
    SettingOptions settings = new SettingOptions();

    @Override
    public Answer perform(CommandContext context) {
        Overrides overrides = settings.overrides();
        PlanArgument argument = PlanArgument.of(plan);
        if (argument instanceof OfFile given) {
            Plan read = context.read(given.file());
            return context.withEngine(
                    Access.CHANGES,
                    engine -> new Answer.Ran(engine.with(overrides).resume(read, known.assumptions())));
        }
        String id = ((OfJournal) argument).planId();
        return context.withEngine(
                Access.CHANGES, engine -> new Answer.Ran(engine.with(overrides).resume(id, known.assumptions())));
    }
}
