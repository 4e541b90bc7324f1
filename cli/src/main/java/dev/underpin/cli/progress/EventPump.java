package dev.underpin.cli.progress;

import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries events from the run to its audience on a thread of its own, so that a terminal or file that does not take them can
 * never hold up a run that holds locks.
 */
public final class EventPump implements RunListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventPump.class);
    private static final long TICK_MS = 100;

    private sealed interface Item {}

    private record Happened(Instant at, RunEvent event) implements Item {}

    private record Over() implements Item {}

    private record Tick() implements Item {}

    private record Marker(CountDownLatch reached) implements Item {}

    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final List<EventSink> sinks;
    private final Clock clock;
    private final Thread thread;

    private EventPump(List<EventSink> sinks, Clock clock) {
        this.sinks = new ArrayList<>(sinks);
        this.clock = clock;
        this.thread = new Thread(this::carry, "underpin events");
        this.thread.setDaemon(true);
    }

    public static EventPump start(List<EventSink> sinks, Clock clock) {
        EventPump pump = new EventPump(sinks, clock);
        pump.thread.start();
        return pump;
    }

    @Override
    public void on(RunEvent event) {
        queue.add(new Happened(clock.instant(), event));
    }

    private void carry() {
        boolean over = false;
        while (!over) {
            Item item = next();
            if (item instanceof Happened happened) {
                each(sink -> sink.on(happened.at, happened.event));
            }
            if (item instanceof Marker marker) {
                marker.reached.countDown();
            }
            over = item instanceof Over;
            Instant now = clock.instant();
            each(sink -> sink.tick(now));
        }
        each(EventSink::end);
    }

    /** A sink that fails hears nothing more; the others and the run go on. */
    private void each(Consumer<EventSink> telling) {
        for (Iterator<EventSink> audience = sinks.iterator(); audience.hasNext(); ) {
            EventSink sink = audience.next();
            try {
                telling.accept(sink);
            } catch (RuntimeException broken) {
                audience.remove();
                LOG.warn("{} stops telling of the run", sink.getClass().getSimpleName(), broken);
            }
        }
    }

    private Item next() {
        try {
            Item item = queue.poll(TICK_MS, TimeUnit.MILLISECONDS);
            return item == null ? new Tick() : item;
        } catch (InterruptedException nobodyInterruptsIt) {
            return new Over();
        }
    }

    /** Returns when all that has happened until now has been told. */
    public void settle() {
        CountDownLatch reached = new CountDownLatch(1);
        queue.add(new Marker(reached));
        try {
            while (thread.isAlive() && !reached.await(TICK_MS, TimeUnit.MILLISECONDS)) {
                // The latch says when; the thread's end only that it never will.
                continue;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when everything has been told. */
    @Override
    public void close() {
        queue.add(new Over());
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
