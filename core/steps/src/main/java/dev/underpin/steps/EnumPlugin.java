package dev.underpin.steps;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.change.ChangeStep;
import java.util.List;

/** The step types that change enumerated types. */
public final class EnumPlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "enum";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(
                ChangeStep.type(
                        "enum.create",
                        "Creates an enumerated type.",
                        CreateEnumStep.Config.class,
                        CreateEnumStep.class),
                ChangeStep.type(
                        "enum.add-value",
                        "Adds a value to an enumerated type.",
                        AddEnumValueStep.Config.class,
                        AddEnumValueStep.class));
    }
}
