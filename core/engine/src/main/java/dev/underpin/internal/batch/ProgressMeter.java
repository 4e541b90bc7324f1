package dev.underpin.internal.batch;

import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import dev.underpin.report.TimeLeft;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** Adds up what workers have done and tells it, a few times a second at most. */
final class ProgressMeter {

    private static final long TELL_EVERY_NANOS = Duration.ofMillis(200).toNanos();
    private static final long RECENT_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long SOON_NANOS = Duration.ofSeconds(1).toNanos();

    private final RunListener listener;
    private final String step;
    private final String key;
    private final String title;
    private final String unit;
    private final long total;
    private final long startNanos = System.nanoTime();
    private final Deque<Sample> recent = new ArrayDeque<>();
    private final Sample start;
    private DoubleSupplier heldBack = () -> 0;
    private long done;
    private long rows;
    private long toldNanos;

    /** How much had been done when. */
    private record Sample(long nanos, long done, long rows) {}

    ProgressMeter(
            RunListener listener,
            String step,
            String key,
            String title,
            String unit,
            long total,
            long done,
            long rows) {
        this.listener = listener;
        this.step = step;
        this.key = key;
        this.title = title;
        this.unit = unit;
        this.total = total;
        this.done = done;
        this.rows = rows;
        this.start = new Sample(startNanos, done, rows);
        recent.add(start);
    }

    /** Has the share of the time told for which a throttle holds the workers back. */
    void heldBackBy(Throttle throttle, int workers) {
        heldBack = () ->
                Math.min(1, throttle.heldNanos() / (double) Math.max(1, (System.nanoTime() - startNanos) * workers));
    }

    synchronized void add(long units, long moreRows) {
        done += units;
        rows += moreRows;
        long now = System.nanoTime();
        if (now - toldNanos >= TELL_EVERY_NANOS || done == total) {
            toldNanos = now;
            tell(now);
        }
    }

    synchronized long rows() {
        return rows;
    }

    private void tell(long now) {
        Sample newest = new Sample(now, done, rows);
        if (now - recent.getLast().nanos() >= SOON_NANOS) {
            recent.add(newest);
        }
        while (recent.size() > 1 && now - recent.getFirst().nanos() > RECENT_NANOS) {
            recent.removeFirst();
        }
        Sample oldest = recent.getFirst();
        listener.on(new RunEvent.Progress(
                step,
                key,
                title,
                done,
                total,
                unit,
                rows,
                (rows - oldest.rows()) / seconds(oldest, now),
                left((done - oldest.done()) / seconds(oldest, now), (done - start.done()) / seconds(start, now)),
                heldBack.getAsDouble()));
    }

    private static double seconds(Sample since, long now) {
        return Math.max((now - since.nanos()) / 1e9, 1e-3);
    }

    private Optional<TimeLeft> left(double recently, double onTheWhole) {
        if (total < 0 || onTheWhole <= 0) {
            return Optional.empty();
        }
        double slowest = recently <= 0 ? onTheWhole : Math.min(recently, onTheWhole);
        return Optional.of(new TimeLeft(at(Math.max(recently, onTheWhole)), at(slowest)));
    }

    private Duration at(double unitsPerSecond) {
        return Duration.ofMillis(Math.round((total - done) / unitsPerSecond * 1000));
    }
}
