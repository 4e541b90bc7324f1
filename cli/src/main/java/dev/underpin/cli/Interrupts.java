package dev.underpin.cli;

import dev.underpin.report.Outcome;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers requests to end: at a safe boundary first, then by cancelling, then at once. */
final class Interrupts {

    /**
     * Something that can be stopped.
     *
     * @param changes whether it may be in the middle of a change
     * @param abandon what must be done before the process ends without waiting for it
     */
    record Work(Runnable stop, boolean changes, Runnable abandon) {}

    private final Consumer<String> say;
    private final Consumer<Outcome> end;
    private @Nullable Work work;
    private int requests;

    /** @param end tells the outcome and ends the process */
    Interrupts(Consumer<String> say, Consumer<Outcome> end) {
        this.say = say;
        this.end = end;
    }

    /** From now on this is what a request stops, if null nothing; returns what it was before. */
    synchronized @Nullable Work now(@Nullable Work begun) {
        Work before = work;
        work = begun;
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
            current.stop.run();
            current.stop.run();
        } else {
            say.accept(
                    number == 1
                            ? "stopping at the next safe boundary; press again to cancel what runs"
                            : "cancelling what runs; press again to leave at once (resume and rollback then put things right)");
            current.stop.run();
        }
    }
}
