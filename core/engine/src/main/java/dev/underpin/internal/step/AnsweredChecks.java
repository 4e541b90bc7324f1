package dev.underpin.internal.step;

import dev.underpin.spi.program.Check;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the data has answered well before a run was begun, by the same command. A step that begins right afterwards need not ask it again:
 * such a question may read a whole table.
 */
public final class AnsweredChecks {

    private static final Duration LATELY = Duration.ofMinutes(1);

    private final Map<Check, Long> passed = new HashMap<>();

    /** Nothing has been asked. */
    public static AnsweredChecks none() {
        return new AnsweredChecks();
    }

    public void passed(Check check) {
        passed.put(check, System.nanoTime());
    }

    boolean lately(Check check) {
        Long at = passed.get(check);
        return at != null && System.nanoTime() - at < LATELY.toNanos();
    }
}
