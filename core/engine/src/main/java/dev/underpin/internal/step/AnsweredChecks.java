package dev.underpin.internal.step;

import dev.underpin.spi.program.Check;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * What the data has answered well before a run was begun, by the same command. A step that begins right afterwards need not ask it again:
 * such a question may read a whole table.
 */
public final class AnsweredChecks {

    private static final Duration LATELY = Duration.ofMinutes(1);

    private final Set<Check> passed = new HashSet<>();
    private long answered = System.nanoTime();

    /** Nothing has been asked. */
    public static AnsweredChecks none() {
        return new AnsweredChecks();
    }

    public void passed(Check check) {
        passed.add(check);
        answered = System.nanoTime();
    }

    boolean lately(Check check) {
        return passed.contains(check) && System.nanoTime() - answered < LATELY.toNanos();
    }
}
