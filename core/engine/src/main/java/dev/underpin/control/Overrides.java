package dev.underpin.control;

import dev.underpin.spi.Settings;
import dev.underpin.spi.program.Pace;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings that one command is given instead of the plan's: what was right when the plan was applied may be wrong when it is
 * rolled back. What a plan was compiled with stays as it is; only how it is carried out changes.
 *
 * @param lockTimeout instead of {@link Settings#lockTimeout}
 * @param maxLockWait instead of {@link Settings#maxLockWait}
 * @param targetBatchTime instead of {@link Pace#targetBatchTime}
 * @param maxReplicaLag instead of {@link Pace#maxReplicaLag}
 */
public record Overrides(
        Optional<Duration> lockTimeout,
        Optional<Duration> maxLockWait,
        Optional<Duration> targetBatchTime,
        Optional<Duration> maxReplicaLag) {

    public static final Overrides NONE =
            new Overrides(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** @throws IllegalArgumentException if a time that others would wait without end is zero or below */
    public Overrides {
        if (lockTimeout.filter(time -> time.isZero() || time.isNegative()).isPresent()) {
            throw new IllegalArgumentException("without a lock timeout others wait without end");
        }
    }

    public Settings over(Settings plan) {
        return new Settings(
                lockTimeout.orElse(plan.lockTimeout()),
                maxLockWait.orElse(plan.maxLockWait()),
                plan.onFailure(),
                plan.searchPath());
    }

    public Pace over(Pace plan) {
        return new Pace(
                plan.workers(),
                targetBatchTime.orElse(plan.targetBatchTime()),
                maxReplicaLag.orElse(plan.maxReplicaLag()),
                plan.pauseFile());
    }
}
