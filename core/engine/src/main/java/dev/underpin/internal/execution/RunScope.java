package dev.underpin.internal.execution;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.control.Overrides;
import dev.underpin.control.StopSignal;
import dev.underpin.db.Blockers;
import dev.underpin.db.Session;
import dev.underpin.db.SessionPool;
import dev.underpin.internal.batch.BatchScope;
import dev.underpin.internal.journal.Checkpoints;
import dev.underpin.internal.journal.JournalEvents;
import dev.underpin.internal.journal.Programs;
import dev.underpin.internal.journal.RelationClaims;
import dev.underpin.internal.journal.Runs;
import dev.underpin.report.RunListener;
import dev.underpin.spi.Settings;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Batches;
import java.util.UUID;
import java.util.function.Consumer;

/** What the parts of one run share while its lease is held. */
public record RunScope(
        UUID run,
        String plan,
        Settings settings,
        Overrides overrides,
        Dialect dialect,
        Runs runs,
        JournalEvents events,
        RelationClaims claims,
        Programs programs,
        Checkpoints checkpoints,
        SessionPool workers,
        Blockers blockers,
        RunListener listener,
        StopSignal stop,
        Failpoints failpoints) {

    public void reached(Failpoint point, String where) {
        failpoints.reached(point, where);
    }

    BatchScope batch(Batches action, long actionId, String step, Consumer<Session> checks) {
        return new BatchScope(
                new Batches(
                        action.key(),
                        action.title(),
                        action.chunks(),
                        action.checks(),
                        action.perChunk(),
                        overrides.over(action.pace()),
                        action.undo()),
                actionId,
                step,
                workers,
                checkpoints,
                listener,
                stop,
                failpoints,
                gate -> runs.gateOpen(run, gate),
                checks);
    }
}
