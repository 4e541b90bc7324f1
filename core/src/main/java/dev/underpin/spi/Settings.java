package dev.underpin.spi;

import java.time.Duration;

/**
 * A plan's settings.
 *
 * @param lockTimeout bounds a queue-forming transaction from its first lock request to its commit
 * @param maxLockWait the total budget of the retries
 */
public record Settings(Duration lockTimeout, Duration maxLockWait, OnFailure onFailure) {

    public enum OnFailure {
        ROLLBACK,
        STOP
    }
}
