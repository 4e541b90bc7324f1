package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.demo.Stage;
import dev.underpin.cli.engine.EngineGateway;
import dev.underpin.cli.render.AnswerText;
import dev.underpin.db.ConnectionSettings;
import dev.underpin.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Shows a demonstration where the command's other words go. */
final class CommandStage implements Stage {

    private final CommandContext context;

    CommandStage(CommandContext context) {
        this.context = context;
    }

    @Override
    public void tell(List<String> lines) {
        context.tell(lines);
    }

    @Override
    public void tell(Answer.Ran ran) {
        context.tell(new AnswerText(context.width(), context.options().verbose()).report(ran));
    }

    @Override
    public Path temporaryDirectory() {
        return context.temporaryDirectory();
    }

    @Override
    public Plan read(String plan, String name) {
        return context.parse(plan, name);
    }

    @Override
    public Answer stoppable(Runnable stop, Runnable abandon, Supplier<Answer> work) {
        return context.stoppable(stop, abandon, work);
    }

    @Override
    public Answer withEngine(ConnectionSettings settings, Function<EngineGateway, Answer> work) {
        return context.withEngine(settings, Access.CHANGES, work);
    }
}
