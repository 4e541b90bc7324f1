package dev.underpin.spi;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.program.Pace;
import java.time.Duration;
import java.util.Optional;

/** How fast a plan lets rows be written: {@link Pace}, as its author gives it. */
@Described("How fast rows may be written.")
public record BatchPace(
        @Described(value = "How many connections write at the same time.", example = "2", absent = "1")
        int workers,

        @Described(value = "What one batch should take; its size adapts to that.", example = "500ms", absent = "200ms")
        Duration targetBatchTime,

        @Described(value = "Writing pauses while a replica is further behind.", example = "30s", absent = "10s")
        Duration maxReplicaLag,

        @Described(value = "Writing pauses while this file exists.", example = "/run/underpin/pause")
        Optional<String> pauseFile) {

    public static final BatchPace DEFAULT = new BatchPace(
            Pace.DEFAULT.workers(), Pace.DEFAULT.targetBatchTime(), Pace.DEFAULT.maxReplicaLag(), Optional.empty());

    public BatchPace {
        requireSense(workers, targetBatchTime, maxReplicaLag);
    }

    /** @throws InvalidConfig if nothing can be done at such a pace */
    public static void requireSense(int workers, Duration targetBatchTime, Duration maxReplicaLag) {
        if (workers < 1 || workers > 64) {
            throw new InvalidConfig("workers", workers + " connections cannot work", "Give 1 to 64.");
        }
        if (targetBatchTime.isZero() || targetBatchTime.isNegative()) {
            throw new InvalidConfig("targetBatchTime", "a batch takes some time", "Give 200ms, say.");
        }
        if (maxReplicaLag.isNegative()) {
            throw new InvalidConfig("maxReplicaLag", "no replica is ahead", "Give 10s, say.");
        }
    }

    public Pace pace() {
        return new Pace(workers, targetBatchTime, maxReplicaLag, pauseFile);
    }
}
