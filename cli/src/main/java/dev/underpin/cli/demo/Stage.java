package dev.underpin.cli.demo;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.engine.EngineGateway;
import dev.underpin.db.ConnectionSettings;
import dev.underpin.plan.Plan;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a demonstration needs of the command that shows it. */
public interface Stage {

    void tell(List<String> lines);

    /** Shows a report as its own command would, without what follows from it. */
    void tell(Answer.Ran ran);

    Path temporaryDirectory();

    Plan read(String plan, String name);

    Answer stoppable(Runnable stop, Runnable abandon, Supplier<Answer> work);

    Answer withEngine(ConnectionSettings settings, Function<EngineGateway, Answer> work);
}
