package dev.underpin.partitioning.config;

import dev.underpin.spi.BatchPace;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.program.Pace;
import java.time.Duration;
import java.util.Optional;

/** How fast rows may be copied. */
@Described("How fast rows may be copied.")
public record CopyPace(
        @Described(value = "How many connections copy at the same time.", example = "4", absent = "2")
        int workers,

        @Described(value = "What one batch should take; its size adapts to that.", example = "500ms", absent = "200ms")
        Duration targetBatchTime,

        @Described(value = "Copying pauses while a replica is further behind.", example = "30s", absent = "10s")
        Duration maxReplicaLag,

        @Described(value = "Copying pauses while this file exists.", example = "/run/underpin/pause")
        Optional<String> pauseFile) {

    public static final CopyPace DEFAULT =
            new CopyPace(2, Duration.ofMillis(200), Duration.ofSeconds(10), Optional.empty());

    public CopyPace {
        BatchPace.requireSense(workers, targetBatchTime, maxReplicaLag);
    }

    public Pace pace() {
        return new Pace(workers, targetBatchTime, maxReplicaLag, pauseFile);
    }
}
