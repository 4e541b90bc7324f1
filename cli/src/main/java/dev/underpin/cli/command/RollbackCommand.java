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

@Command(name = "rollback", description = "Takes a plan back, last step first, as the journal remembers it.")
public final class RollbackCommand implements Task {

    @Parameters(paramLabel = "PLAN", description = "The plan's file, or its id.")
    String plan = "";

    @Option(
            names = "--to",
            paramLabel = "STEP",
            description = "Takes back only what came after this step, and keeps it.")
    Optional<String> to = Optional.empty();

    @Mixin
    AssumptionOptions known = new AssumptionOptions();

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
                context.confirm(
                        lines,
                        "Take back " + id
                                + to.map(step -> " down to step " + step).orElse("") + "?");
            }
            return new Answer.Ran(engine.with(overrides).rollback(id, to, known.assumptions()));
        });
    }
}
