package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.control.Overrides;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "cutover",
        description = "Lets a run that waits at its cutover go on; takes it over if its process is gone.")
public final class CutoverCommand implements Task {

    @Parameters(paramLabel = "PLAN", description = "The plan's file, or its id.")
    String plan = "";

    @Mixin
    SettingOptions settings = new SettingOptions();

    @Override
    public Answer perform(CommandContext context) {
        String id = context.planId(plan);
        Overrides overrides = settings.overrides();
        return context.withEngine(
                Access.CHANGES, engine -> new Answer.Ran(engine.with(overrides).cutover(id)));
    }
}
