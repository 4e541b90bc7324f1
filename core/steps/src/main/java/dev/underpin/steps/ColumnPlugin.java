package dev.underpin.steps;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.change.ChangeStep;
import java.util.List;

/** The step types that change columns. */
public final class ColumnPlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "column";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(ChangeStep.type(
                "column.add",
                "Adds a column to a table and its partitions; rows get their values in batches.",
                AddColumnStep.Config.class,
                AddColumnStep.class));
    }
}
