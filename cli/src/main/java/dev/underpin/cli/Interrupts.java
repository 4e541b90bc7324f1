package dev.underpin.cli;

import dev.underpin.report.Outcome;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers requests to end: at a safe boundary first, then by cancelling, then at once. */
final class Interrupts {

    /**
     * Something that can be stopped.
     *
     * @param changes whether it may be in the middle of a change
     * @param abandon what must be done before the process ends without waiting for it
     */
    record Work(Runnable stop, boolean changes, Runnable abandon) {

        private Work within(Work outer) {
            return new Work(
                    () -> {
                        outer.stop.run();
                        stop.run();
                    },
                    outer.changes,
                    outer.abandon);
        }
    }

    private final Consumer<String> say;
    private final Consumer<Outcome> end;
    private @Nullable Work work;
    private int requests;

    /** @param end tells the outcome and ends the process */
    Interrupts(Consumer<String> say, Consumer<Outcome> end) {
        this.say = say;
        this.end = end;
    }

    /** Lets requests stop this, and what it is a part of, until it is over. */
    <T> T during(Work begun, Supplier<T> doing) {
        Work before = now(outer -> outer == null ? begun : begun.within(outer));
        try {
            return doing.get();
        } finally {
            now(inner -> before);
        }
    }

    /** Lets a request end everything at once until it is over. */
    <T> T leaving(Supplier<T> doing) {
        Work before = now(outer -> null);
        try {
            return doing.get();
        } finally {
            now(inner -> before);
        }
    }

    private synchronized @Nullable Work now(Function<@Nullable Work, @Nullable Work> change) {
        Work before = work;
        work = change.apply(before);
        return before;
    }

    void request() {
        Work current;
        int number;
        synchronized (this) {
            current = work;
            number = ++requests;
        }
        if (current == null) {
            end.accept(Outcome.INTERRUPTED);
        } else if (number > (current.changes ? 2 : 1)) {
            current.abandon.run();
            end.accept(current.changes ? Outcome.STOPPED : Outcome.INTERRUPTED);
        } else if (!current.changes) {
            say.accept("stopping");
            stop(current);
            stop(current);
        } else {
            say.accept(
                    number == 1
                            ? "stopping at the next safe boundary; press again to cancel what runs"
                            : "cancelling what runs; press again to leave at once (resume and rollback then put things right)");
            stop(current);
        }
    }

    private void stop(Work work) {
        try {
            work.stop.run();
        } catch (RuntimeException unreachable) {
            say.accept("what runs could not be told to stop: " + unreachable.getMessage());
        }
    }
}
