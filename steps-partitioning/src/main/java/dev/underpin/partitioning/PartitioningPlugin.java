package dev.underpin.partitioning;

import dev.underpin.partitioning.config.ConvertTableConfig;
import dev.underpin.partitioning.conversion.ConvertMemory;
import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import java.util.List;

/** The steps of this module. */
public final class PartitioningPlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "partitioning";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(new StepType<>(
                "partitioning.convert",
                "Turns a table into a partitioned one while applications read and write it.",
                1,
                1,
                ConvertTableConfig.class,
                ConvertMemory.class,
                ConvertTable.class));
    }
}
