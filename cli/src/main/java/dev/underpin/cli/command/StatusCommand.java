package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "Shows the runs, their steps and progress, and who works on them.")
public final class StatusCommand implements Task {

    @Parameters(
            arity = "0..1",
            paramLabel = "PLAN",
            description = "The plan's file, or its id; all plans if there is none.")
    Optional<String> plan = Optional.empty();

    @Override
    public Answer perform(CommandContext context) {
        Optional<String> id = plan.map(context::planId);
        return context.withEngine(Access.READS, engine -> new Answer.Stood(engine.status(id)));
    }
}
