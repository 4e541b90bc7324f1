package dev.underpin.steps;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.change.ChangeStep;
import java.util.List;

/** The step types that change the triggers of tables. */
public final class TriggerPlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "trigger";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(ChangeStep.type(
                "trigger.create",
                "Creates a trigger on a table and its partitions.",
                CreateTriggerStep.Config.class,
                CreateTriggerStep.class));
    }
}
