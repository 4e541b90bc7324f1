package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.render.AnswerText;
import dev.underpin.control.Overrides;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "finalize",
        description =
                "Drops what was kept for the way back: retired tables, triggers and logs. Afterwards there is no rollback.")
public final class FinalizeCommand implements Task {

    @Parameters(paramLabel = "PLAN", description = "The plan's file, or its id.")
    String plan = "";

    @Option(
            names = "--accept-differences",
            description =
                    "Goes on if the plan does not verify, or is not applied as a whole: what is there is kept, what is not applied is given up.")
    boolean acceptDifferences;

    @Mixin
    SettingOptions settings = new SettingOptions();

    @Override
    public Answer perform(CommandContext context) {
        String id = context.planId(plan);
        context.requireConsent();
        Overrides overrides = settings.overrides();
        return context.withEngine(Access.CHANGES, engine -> {
            if (context.asks()) {
                List<String> lines = new ArrayList<>(new AnswerText(context.width(), false)
                        .say(new Answer.Stood(engine.status(Optional.of(id))))
                        .out());
                lines.add("");
                lines.add(
                        "Finalizing cannot be undone: the retired tables are dropped with the rows in them, and so are the"
                                + " triggers and logs that keep them equal. From then on " + id
                                + " cannot be rolled back.");
                context.confirm(lines, "Finalize " + id + "?");
            }
            return new Answer.Ran(engine.with(overrides).finalizeRun(id, acceptDifferences));
        });
    }
}
