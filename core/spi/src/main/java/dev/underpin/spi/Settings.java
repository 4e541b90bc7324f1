package dev.underpin.spi;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.Identifier;
import java.time.Duration;
import java.util.List;

/**
 * A plan's settings.
 *
 * @param lockTimeout bounds a queue-forming transaction from its first lock request to its commit
 * @param maxLockWait the total budget of the retries
 * @param searchPath of the statements that the plan's author wrote
 */
@Described("How the plan treats the database's other users, and what it does when a step fails.")
public record Settings(
        @Described(
                value = "How long others may queue behind one attempt, from its first lock request to its commit.",
                example = "300ms",
                absent = "300ms")
        Duration lockTimeout,

        @Described(value = "How long attempts are repeated before the run stops.", example = "10m", absent = "10m")
        Duration maxLockWait,

        @Described(
                value = "Whether a failure takes back what the plan has done so far, or leaves it for a decision.",
                example = "rollback",
                absent = "rollback")
        OnFailure onFailure,

        @Described(
                value = "The schemas in which names without one are looked up, in SQL that the plan contains.",
                example = "[chat, public]",
                absent = "[public]")
        List<Identifier> searchPath) {

    public static final Settings DEFAULT = new Settings(
            Duration.ofMillis(300), Duration.ofMinutes(10), OnFailure.ROLLBACK, List.of(new Identifier("public")));

    public enum OnFailure {
        ROLLBACK,
        STOP
    }

    public Settings {
        searchPath = List.copyOf(searchPath);
        if (lockTimeout.isZero()) {
            throw new InvalidConfig(
                    "lockTimeout", "without a lock timeout others wait without end", "Give 300ms, say.");
        }
    }
}
