package dev.underpin.steps;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import java.util.List;

/** The step types that run or ask what the plan's author wrote. */
public final class SqlPlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "sql";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(
                new StepType<>(
                        "sql.run",
                        "Runs statements of the plan's author, with what takes them back.",
                        1,
                        1,
                        RunSql.Config.class,
                        Captured.class,
                        RunSql.class),
                new StepType<>(
                        "sql.batches",
                        "Runs a statement of the plan's author for one range of keys after another.",
                        1,
                        1,
                        RunSqlInBatches.Config.class,
                        Nothing.class,
                        RunSqlInBatches.class),
                new StepType<>(
                        "sql.assert",
                        "Asks the data a question and goes on only if the answer is the expected one.",
                        1,
                        1,
                        AssertSql.Config.class,
                        Nothing.class,
                        AssertSql.class));
    }
}
