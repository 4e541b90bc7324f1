package dev.underpin.control;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request to stop at the next safe boundary; a second one cancels what runs until then. */
public final class StopSignal {

    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile Runnable cancel = () -> {};
    private volatile Optional<RuntimeException> broken = Optional.empty();

    /** From any thread; the second time it takes until what runs has been told. */
    public void request() {
        if (requested()) {
            cancel.run();
        }
        requested.countDown();
    }

    /** What a second request does. */
    public void onInsisting(Runnable canceling) {
        cancel = canceling;
    }

    public boolean requested() {
        return requested.getCount() == 0;
    }

    /** Not a person's wish: at the next boundary, work cannot go on because of this. From any thread. */
    public void breakOff(RuntimeException because) {
        broken = Optional.of(because);
    }

    /** What work broke off for has been put right. */
    public void mended() {
        broken = Optional.empty();
    }

    /** At a boundary: goes on, or ends the run here. */
    public void check() {
        if (requested()) {
            throw new Failure(
                    Outcome.STOPPED,
                    EngineCodes.STOPPED,
                    "stopped on request, at a safe boundary; what was done is kept",
                    "`underpin status` says how far it got and how to go on.");
        }
        broken.ifPresent(because -> {
            throw because;
        });
    }

    /** Waits between two looks at a condition, or ends the run if a stop is requested meanwhile. */
    public void pause(Duration time) {
        try {
            requested.await(time.toNanos(), TimeUnit.NANOSECONDS);
            check();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            request();
            check();
        }
    }
}
