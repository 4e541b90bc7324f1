package dev.underpin.steps;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.change.ChangeStep;
import java.util.List;

/** The step types that change what belongs to a table as a whole. */
public final class TablePlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "table";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(
                ChangeStep.type(
                        "table.comment", "Sets the comment of a table.", CommentTable.Config.class, CommentTable.class),
                ChangeStep.type(
                        "table.grant",
                        "Gives roles privileges on a table.",
                        GrantTable.Config.class,
                        GrantTable.class));
    }
}
