package dev.underpin.internal.batch;

import dev.underpin.control.Failpoint;
import dev.underpin.db.Session;
import dev.underpin.internal.sync.LogReplay;
import dev.underpin.report.RunEvent;
import dev.underpin.spi.program.Chunks;
import java.time.Duration;
import java.util.Map;

/**
 * Drains a key log until little is left and the gate, if there is one, is open; what waited when it began is replayed in any
 * case. While the gate is closed there is no hurry: keys are gathered into larger replays, which cost writers less. Consumption
 * is the checkpoint.
 */
final class LogBatches {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final BatchScope scope;
    private final Chunks.Log log;

    LogBatches(BatchScope scope, Chunks.Log log) {
        this.scope = scope;
        this.log = log;
    }

    BatchEnd run() {
        return scope.sessions().with(this::drain);
    }

    private BatchEnd drain(Session session) {
        LogReplay replay = new LogReplay(session, log.sync());
        replay.prepare();
        AdaptiveSize size = new AdaptiveSize(scope.action().pace().targetBatchTime(), 1_000, 100, 200_000);
        ProgressMeter meter = scope.meter("keys", -1, 0, 0);
        Throttle throttle = scope.throttle();
        meter.heldBackBy(throttle, 1);
        ChunkRunner chunk = new ChunkRunner(scope);
        boolean caughtUp = false;
        long waitingSince = System.nanoTime();
        while (true) {
            throttle.await(session);
            long pending = replay.pending();
            boolean open =
                    log.gate().map(gate -> scope.gates().test(gate.name())).orElse(true);
            caughtUp |= pending == 0;
            if (caughtUp && pending <= log.until() && (open || due(waitingSince))) {
                return end(meter.rows(), open);
            }
            scope.listener().on(goesOn(open, pending));
            long begun = System.nanoTime();
            long most = size.current();
            long consumed = pending == 0 ? 0 : chunk.repeated(() -> replayed(session, replay, most, chunk));
            caughtUp |= consumed < most;
            size.took(consumed, Duration.ofNanos(System.nanoTime() - begun));
            meter.add(consumed, consumed);
            if (consumed == 0 || !open && consumed < most) {
                scope.stop().pause(LOOK_EVERY);
            }
        }
    }

    private boolean due(long since) {
        return log.gate()
                .flatMap(Chunks.Gate::repeated)
                .filter(repeated ->
                        System.nanoTime() - since >= repeated.every().toNanos())
                .isPresent();
    }

    private BatchEnd end(long rows, boolean open) {
        return new BatchEnd(
                rows,
                log.gate().isPresent()
                        ? Map.of(Chunks.Log.GATE, open ? Chunks.Gate.OPEN : Chunks.Gate.CLOSED)
                        : Map.of());
    }

    private RunEvent goesOn(boolean open, long pending) {
        boolean untilStopped =
                log.gate().filter(BatchScope.UNTIL_STOPPED::equals).isPresent();
        return open || untilStopped
                ? new RunEvent.Draining(scope.step(), untilStopped, pending)
                : new RunEvent.GateClosed(scope.step(), log.gate().orElseThrow().name(), pending);
    }

    private long replayed(Session session, LogReplay replay, long most, ChunkRunner chunk) {
        return session.transaction(() -> {
            scope.checks().accept(session);
            long consumed = replay.replay(most);
            scope.fence(session);
            chunk.reached(Failpoint.CHUNK_BEFORE_COMMIT);
            return consumed;
        });
    }
}
