package dev.underpin.spi.program;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast rows may move.
 *
 * @param targetBatchTime what the chunk size adapts to
 * @param maxReplicaLag work pauses while a replica is further behind
 * @param pauseFile work pauses while this file exists
 */
public record Pace(int workers, Duration targetBatchTime, Duration maxReplicaLag, Optional<String> pauseFile) {

    public static final Pace DEFAULT = new Pace(1, Duration.ofMillis(200), Duration.ofSeconds(10), Optional.empty());

    public Pace {
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1");
        }
    }
}
