package dev.underpin.rls;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.change.ChangeStep;
import java.util.List;

/** The step types for row level security. */
public final class RlsPlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "rls";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(
                ChangeStep.type(
                        "rls.owner-column",
                        "Adds a column that says whose each row is, fills it, and has policies compare it.",
                        OwnerColumn.Config.class,
                        OwnerColumn.class),
                new StepType<>(
                        "rls.policies",
                        "Sets a table's row level security policies as a whole, in one short transaction.",
                        1,
                        1,
                        SetPolicies.Config.class,
                        SetPolicies.Memory.class,
                        SetPolicies.class));
    }
}
