package dev.underpin.steps;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.change.ChangeStep;
import java.util.List;

/** The step types that change functions and procedures. */
public final class FunctionPlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "function";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(ChangeStep.type(
                "function.replace",
                "Gives a function or procedure another definition; what refers to it goes on doing so.",
                ReplaceFunctionStep.Config.class,
                ReplaceFunctionStep.class));
    }
}
