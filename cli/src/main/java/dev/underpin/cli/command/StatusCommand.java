package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.code.CliCodes;
import dev.underpin.cli.engine.EngineGateway;
import dev.underpin.cli.render.AnswerText;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.StatusReport;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "status", description = "Shows the runs, their steps and progress, and who works on them.")
public final class StatusCommand implements Task {

    @Parameters(
            arity = "0..1",
            paramLabel = "PLAN",
            description = "The plan's file, or its id; all plans if there is none.")
    Optional<String> plan = Optional.empty();

    @Option(
            names = "--watch",
            description = "Shows it anew every two seconds, until nobody is at work any more or you stop it (Ctrl-C).")
    boolean watch;

    @Override
    public Answer perform(CommandContext context) {
        if (watch && context.options().json()) {
            throw new Failure(
                    Outcome.USAGE,
                    CliCodes.WATCH_AND_JSON,
                    "--watch shows a picture that changes, and --output json is one document",
                    "Leave one of them out; for events as they happen, give the run --events FILE.");
        }
        Optional<String> id = plan.map(context::planId);
        return context.withEngine(
                Access.READS, engine -> new Answer.Stood(watch ? watched(context, engine, id) : engine.status(id)));
    }

    /** Returns what there is to see at the end. */
    private static StatusReport watched(CommandContext context, EngineGateway engine, Optional<String> id) {
        StatusReport seen = engine.status(id);
        while (seen.holders().stream()
                .anyMatch(
                        holder -> id.filter(plan -> !plan.equals(holder.plan())).isEmpty())) {
            context.picture(new AnswerText(context.width(), false)
                    .say(new Answer.Stood(seen))
                    .out());
            seen = engine.status(id);
        }
        // The last look may have been at a run whose runner had gone a moment later.
        return engine.status(id);
    }
}
