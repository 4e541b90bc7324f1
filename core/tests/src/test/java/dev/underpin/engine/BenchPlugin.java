package dev.underpin.engine;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import java.util.List;

/** A step type that uses an action of every kind. */
public final class BenchPlugin implements StepPlugin {

    static final StepType<MirrorTable.Config, MirrorTable.Memory> MIRROR = new StepType<>(
            "bench.mirror",
            "Keeps a copy of a table beside it.",
            1,
            1,
            MirrorTable.Config.class,
            MirrorTable.Memory.class,
            MirrorTable.class);

    private static final StepType<?, ?> DOOR = new StepType<>(
            "bench.door", "Makes a table that can be shut.", 1, 1, Door.Config.class, Door.Memory.class, Door.class);

    private static final StepType<?, ?> CHORES = new StepType<>(
            "bench.chores", "Looks after a table.", 1, 1, Chores.Config.class, Chores.Memory.class, Chores.class);

    @Override
    public String namespace() {
        return "bench";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(MIRROR, DOOR, CHORES);
    }
}
