package dev.underpin.indexing;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import java.util.List;

/** The step types for indexes. */
public final class IndexingPlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "indexing";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(new StepType<>(
                "indexing.create",
                "Builds an index on a table, partitioned or not, while it is read and written.",
                1,
                1,
                CreateIndex.Config.class,
                CreateIndex.Memory.class,
                CreateIndex.class));
    }
}
