package dev.underpin.control;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Told of each failpoint as it is reached; does nothing unless a test has armed it. */
@FunctionalInterface
public interface Failpoints {

    Failpoints NONE = (point, where) -> {};

    /**
     * @param where the action's key, the step's id or the run's id
     */
    void reached(Failpoint point, String where);

    /** Armed by {@code name[@n]:crash|error|pause}: at the n-th time the point is reached, 1 by default. */
    static Failpoints parse(Optional<String> text) {
        if (text.isEmpty()) {
            return NONE;
        }
        Matcher matcher =
                Pattern.compile("([a-z-]+)(?:@(\\d{1,6}))?:(crash|error|pause)").matcher(text.get());
        if (!matcher.matches()) {
            throw new Failure(
                    Outcome.USAGE,
                    EngineCodes.BAD_FAILPOINT,
                    "UNDERPIN_FAILPOINT is not of the form name[@n]:crash|error|pause",
                    "Unset it; it is meant for tests.");
        }
        Failpoint armed = Arrays.stream(Failpoint.values())
                .filter(point -> point.id().equals(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new Failure(
                        Outcome.USAGE,
                        EngineCodes.BAD_FAILPOINT,
                        "UNDERPIN_FAILPOINT names no failpoint: " + matcher.group(1),
                        "Unset it; it is meant for tests."));
        int nth = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        Deed deed = Deed.valueOf(matcher.group(3).toUpperCase(java.util.Locale.ROOT));
        AtomicInteger count = new AtomicInteger();
        return (point, where) -> {
            if (point == armed && count.incrementAndGet() == nth) {
                deed.happen(point);
            }
        };
    }

    /** What an armed failpoint does. */
    enum Deed {
        CRASH {
            @Override
            void happen(Failpoint point) {
                Runtime.getRuntime().halt(137);
            }
        },
        ERROR {
            @Override
            void happen(Failpoint point) {
                throw new Failure(
                        Outcome.BUG, EngineCodes.FAILPOINT, "failpoint " + point.id(), "This happens in tests only.");
            }
        },
        PAUSE {
            @Override
            void happen(Failpoint point) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        };

        abstract void happen(Failpoint point);
    }
}
