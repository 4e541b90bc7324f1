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
     */
    record Work(Runnable stop, boolean changes) {}

    private final Consumer<String> say;
    private final Consumer<Outcome> end;
    private @Nullable Work work;
    private int requests;

    /** @param end tells the outcome and ends the process */
    Interrupts(Consumer<String> say, Consumer<Outcome> end) {
        this.say = say;
        this.end = end;
    }

    synchronized void begin(Work begun) {
        work = begun;
        requests = 0;
    }

    synchronized void over() {
        work = null;
    }

    /** Lets a request end everything while somebody is asked; returns what goes on afterwards. */
    synchronized @Nullable Work suspend() {
        Work suspended = work;
        work = null;
        return suspended;
    }

    synchronized void resume(@Nullable Work suspended) {
        work = suspended;
    }

    void request() {
        Work current;
        int number;
        synchronized (this) {
            current = work;
            number = ++requests;
        }
        if (current == null || !current.changes && number > 1) {
            end.accept(Outcome.INTERRUPTED);
        } else if (!current.changes) {
            say.accept("stopping");
            current.stop.run();
            current.stop.run();
        } else if (number == 1) {
            say.accept("stopping at the next safe boundary; press again to cancel what runs");
            current.stop.run();
        } else if (number == 2) {
            say.accept(
                    "cancelling what runs; press again to leave at once (resume and rollback then put things right)");
            current.stop.run();
        } else {
            end.accept(Outcome.STOPPED);
        }
    }
}
