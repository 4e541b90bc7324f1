package dev.underpin.steps;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.change.ChangeStep;
import java.util.List;

/** The step types that change constraints. */
public final class ConstraintPlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "constraint";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(ChangeStep.type(
                "constraint.add",
                "Adds a check, a foreign key, NOT NULL, or a key of columns or of an index, while the table is read and written.",
                AddConstraintStep.Config.class,
                AddConstraintStep.class));
    }
}
