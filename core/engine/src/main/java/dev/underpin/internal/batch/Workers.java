package dev.underpin.internal.batch;

import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Runs tasks side by side; after the first failure no further one is begun, and that failure is the result. */
public final class Workers {

    private Workers() {}

    /**
     * @param count how many at once
     */
    public static void run(int count, List<? extends Runnable> tasks) {
        if (count == 1 || tasks.size() <= 1) {
            tasks.forEach(Runnable::run);
            return;
        }
        AtomicBoolean failed = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(Math.min(count, tasks.size()));
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Runnable task : tasks) {
                running.add(pool.submit(() -> unlessFailed(task, failed)));
            }
            awaitAll(running);
        } finally {
            pool.shutdown();
        }
    }

    private static void unlessFailed(Runnable task, AtomicBoolean failed) {
        if (failed.get()) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException | Error failure) {
            failed.set(true);
            throw failure;
        }
    }

    private static void awaitAll(List<Future<?>> running) {
        @Nullable Throwable first = null;
        for (Future<?> future : running) {
            try {
                future.get();
            } catch (ExecutionException failure) {
                first = graver(first, Objects.requireNonNullElse(failure.getCause(), failure));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                first = graver(first, new IllegalStateException("interrupted while workers were at work", interrupted));
            }
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first instanceof RuntimeException failure) {
            throw failure;
        }
    }

    /** A failure says more than the stops that it led to; an error says more than both. */
    private static Throwable graver(@Nullable Throwable known, Throwable other) {
        if (known == null || other instanceof Error) {
            return other;
        }
        boolean knownIsStop = known instanceof Failure failure && failure.outcome() == Outcome.STOPPED;
        return knownIsStop ? other : known;
    }
}
