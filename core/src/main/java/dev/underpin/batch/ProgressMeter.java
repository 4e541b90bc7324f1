package dev.underpin.batch;

import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import java.time.Duration;
import java.util.Optional;

/** Adds up what workers have done and tells it, a few times a second at most. */
final class ProgressMeter {

    private static final long TELL_EVERY_NANOS = Duration.ofMillis(200).toNanos();

    private final RunListener listener;
    private final String step;
    private final String key;
    private final String title;
    private final String unit;
    private final long total;
    private final long startNanos = System.nanoTime();
    private final long startDone;
    private long done;
    private long rows;
    private long rowsHere;
    private long toldNanos;

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
        this.startDone = done;
        this.rows = rows;
    }

    synchronized void add(long units, long moreRows) {
        done += units;
        rows += moreRows;
        rowsHere += moreRows;
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
        double seconds = Math.max((now - startNanos) / 1e9, 1e-3);
        double unitsPerSecond = (done - startDone) / seconds;
        Optional<Duration> left = total < 0 || unitsPerSecond <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round((total - done) / unitsPerSecond * 1000)));
        listener.on(new RunEvent.Progress(step, key, title, done, total, unit, rows, rowsHere / seconds, left));
    }
}
