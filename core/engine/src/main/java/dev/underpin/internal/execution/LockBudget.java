package dev.underpin.internal.execution;

import dev.underpin.db.Deadline;
import dev.underpin.db.SqlFailure;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.spi.finding.Finding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The retries of one action: with full jitter, each at least as far apart as the last, until the budget is spent. */
final class LockBudget {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int MOST_HELD_TOO_LONG = 3;

    private final StepScope scope;
    private final String key;
    private final long startNanos = System.nanoTime();
    private final Deadline end;
    private int attempts;
    private int heldTooLong;
    private List<String> blockers = List.of();

    LockBudget(StepScope scope, String key) {
        this.scope = scope;
        this.key = key;
        this.end = Deadline.in(scope.run().settings().maxLockWait());
    }

    Deadline end() {
        return end;
    }

    /** Remembers who stood in the way. */
    void seen(List<String> seenBlockers) {
        if (!seenBlockers.isEmpty()) {
            blockers = List.copyOf(seenBlockers);
        }
    }

    /** After an attempt that others kept from its locks. */
    void gaveWay(String reason) {
        attempts++;
        tell(reason);
        if (end.passed()) {
            throw spent();
        }
        long ceiling = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempts, 10));
        scope.run().stop().pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1, ceiling + 1)));
    }

    /** After a patient wait that was cut off: by the end of the budget, or else by a person. */
    void waitedInVain(String reason) {
        attempts++;
        tell(reason);
        if (end.passed()) {
            throw spent();
        }
    }

    /** Waits a little without queueing. */
    void standBack(String reason, List<String> holders) {
        seen(holders);
        tell(reason);
        if (end.passed()) {
            throw spent();
        }
        scope.run().stop().pause(Duration.ofMillis(250));
    }

    /** After an attempt that had its locks but took too long. */
    void heldTooLong(String op, Duration hold) {
        attempts++;
        if (++heldTooLong >= MOST_HELD_TOO_LONG && end.passed()) {
            throw new Failure(
                    Outcome.STOPPED,
                    new Problem(
                            Finding.error(
                                    EngineCodes.HELD_TOO_LONG,
                                    "action " + key + " held its locks for longer than " + hold.toMillis() + " ms, "
                                            + heldTooLong + " times; each time all of it was undone",
                                    "Give the command a longer hold (--lock-timeout), or more time to find a quiet moment"
                                            + " (--max-lock-wait); the plan's settings are the defaults."),
                            java.util.Optional.of(scope.id()),
                            java.util.Optional.empty(),
                            List.of("while: " + op)));
        }
        gaveWay("took longer than " + hold.toMillis() + " ms under its locks; undone");
    }

    private Failure spent() {
        return new Failure(
                Outcome.BUSY,
                new Problem(
                        Finding.error(
                                EngineCodes.NO_LOCKS,
                                "action " + key + " did not get its locks within "
                                        + Duration.ofNanos(System.nanoTime() - startNanos)
                                                .toSeconds()
                                        + " s (" + attempts + " tries)",
                                "End what blocks, or give the command more time (--max-lock-wait); then go on."),
                        java.util.Optional.of(scope.id()),
                        java.util.Optional.empty(),
                        blockers.stream()
                                .map(blocker -> "blocked by " + blocker)
                                .toList()));
    }

    private void tell(String reason) {
        scope.run()
                .listener()
                .on(new RunEvent.Waiting(
                        scope.id(), key, reason, attempts, Duration.ofNanos(System.nanoTime() - startNanos), blockers));
    }

    /** Whether the same transaction may succeed a little later. */
    static boolean passing(SqlFailure failure) {
        return failure.lockNotAvailable() || failure.deadlock() || failure.serialization();
    }
}
