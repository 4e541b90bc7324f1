package dev.underpin.cli.demo;

import dev.underpin.db.SqlFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts what writers do, how long it takes, and what goes wrong. */
final class Statistics {

    private long writes;
    private long failures;
    private long longestNanos;
    private final Set<String> errors = new TreeSet<>();

    void time(Runnable write) {
        long began = System.nanoTime();
        @Nullable RuntimeException failed = null;
        try {
            write.run();
        } catch (RuntimeException failure) {
            failed = failure;
        }
        note(System.nanoTime() - began, failed);
    }

    private synchronized void note(long nanos, @Nullable RuntimeException failed) {
        writes++;
        longestNanos = Math.max(longestNanos, nanos);
        if (failed != null) {
            failures++;
            errors.add(
                    SqlFailure.of(failed) instanceof SqlFailure refusal
                            ? refusal.sqlState() + " " + refusal.serverMessage()
                            : String.valueOf(failed.getMessage()));
        }
    }

    /** Since the beginning, or since the last time. */
    synchronized LoadReport takeReport() {
        List<String> different = new ArrayList<>(errors);
        LoadReport report = new LoadReport(writes, Duration.ofNanos(longestNanos), failures, different);
        writes = 0;
        failures = 0;
        longestNanos = 0;
        errors.clear();
        return report;
    }
}
