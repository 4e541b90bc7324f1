package dev.underpin.internal.batch;

import dev.underpin.control.StopSignal;
import dev.underpin.db.Session;
import dev.underpin.spi.program.Pace;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ActivityStatements;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** Holds work back while a person or a replica asks for it. */
final class Throttle {

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final long REPLICAS_EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final Pace pace;
    private final StopSignal stop;
    private final Consumer<String> tell;
    private final LongAdder held = new LongAdder();
    private long lastLook = System.nanoTime() - REPLICAS_EVERY_NANOS;

    Throttle(Pace pace, StopSignal stop, Consumer<String> tell) {
        this.pace = pace;
        this.stop = stop;
        this.tell = tell;
    }

    /** Between two chunks: returns as soon as nothing holds the work back. */
    void await(Session session) {
        stop.check();
        Optional<String> reason = reason(session);
        while (reason.isPresent()) {
            tell.accept(reason.get());
            long begun = System.nanoTime();
            stop.pause(LOOK_EVERY);
            held.add(System.nanoTime() - begun);
            reason = reason(session);
        }
    }

    /** How long it has held workers back, all of them together. */
    long heldNanos() {
        return held.sum();
    }

    private synchronized Optional<String> reason(Session session) {
        Optional<String> paused = pace.pauseFile()
                .filter(file -> Files.exists(Path.of(file)))
                .map(file -> "paused while " + file + " exists");
        return paused.isPresent() ? paused : lag(session);
    }

    private Optional<String> lag(Session session) {
        if (System.nanoTime() - lastLook < REPLICAS_EVERY_NANOS) {
            return Optional.empty();
        }
        Sql question = session.dialect().statements(ActivityStatements.class).laggingReplica(pace.maxReplicaLag());
        Optional<String> behind = Optional.ofNullable(session.query(question).first());
        if (behind.isEmpty()) {
            lastLook = System.nanoTime();
        }
        return behind;
    }
}
