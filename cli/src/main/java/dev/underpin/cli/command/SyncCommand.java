package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.control.Overrides;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "sync", description = "Keeps draining the logs of an applied plan until it is stopped.")
public final class SyncCommand implements Task {

    @Parameters(paramLabel = "PLAN", description = "The plan's file, or its id.")
    String plan = "";

    @Mixin
    SettingOptions settings = new SettingOptions();

    @Override
    public Answer perform(CommandContext context) {
        String id = context.planId(plan);
        Overrides overrides = settings.overrides();
        return context.withEngine(
                Access.CHANGES, engine -> new Answer.Ran(engine.with(overrides).sync(id)));
    }
}
