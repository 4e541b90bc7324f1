package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.control.Overrides;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "maintain",
        description =
                "Does the recurring work that is due: refreshes of materialized views, drains of the logs that a rollback will need.")
public final class MaintainCommand implements Task {

    @Parameters(
            arity = "0..1",
            paramLabel = "PLAN",
            description = "The plan's file, or its id; all plans if there is none.")
    Optional<String> plan = Optional.empty();

    @Option(names = "--now", description = "Does the work whether it is due or not.")
    boolean now;

    @Mixin
    SettingOptions settings = new SettingOptions();

    @Override
    public Answer perform(CommandContext context) {
        Overrides overrides = settings.overrides();
        Optional<String> id = plan.map(context::planId);
        return context.withEngine(
                Access.CHANGES,
                engine -> new Answer.Maintained(engine.with(overrides).maintain(id, now)));
    }
}
