package dev.underpin.internal.journal;

import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.internal.journal.Runs.Run;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.report.RunState;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Program;
import dev.underpin.testkit.TestDatabase;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The journal of a test's database, with a lease on a plan and a run of one step; all of its sessions end with it. */
public final class JournalBench implements AutoCloseable {

    static final String PLAN = "bench";

    private final TestDatabase database;
    private final List<Session> sessions = new ArrayList<>();
    private final JournalJson json = new JournalJson();
    private final UUID run = UUID.randomUUID();
    private final Session control;
    private final Lease lease;
    private final JournalWriter journal;

    public JournalBench(TestDatabase database) {
        this.database = database;
        this.control = session("control");
        JournalSchema.ensure(control, "test");
        this.lease = Lease.tryTake(control, PLAN, "here", "apply").orElseThrow();
        this.journal = JournalWriter.under(lease, session("journal"));
        runs().open(
                        new Run(
                                run,
                                PLAN,
                                RunState.RUNNING,
                                Operation.APPLY,
                                "{}",
                                "sha",
                                "test",
                                "somebody",
                                List.of(),
                                "[]",
                                OffsetDateTime.now(),
                                Optional.empty()),
                        List.of(step(0)));
    }

    StepRow step(int ordinal) {
        return new StepRow(
                run,
                ordinal,
                "step" + ordinal,
                "bench.step",
                1,
                "{}",
                "sha",
                Optional.empty(),
                Optional.empty(),
                RunState.PENDING,
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO);
    }

    /** One more, which ends with the bench. */
    public Session session(String purpose) {
        Session session = new Sessions(database.dataSource(), SearchPath.EMPTY).open(purpose);
        sessions.add(session);
        return session;
    }

    /** Ends as if its process had been killed. */
    static void kill(Session session, TestDatabase database) {
        database.queryRows("SELECT pg_terminate_backend(?, 10000)", session.backendPid());
    }

    Session control() {
        return control;
    }

    Lease lease() {
        return lease;
    }

    JournalWriter journal() {
        return journal;
    }

    JournalJson json() {
        return json;
    }

    UUID run() {
        return run;
    }

    Runs runs() {
        return new Runs(journal);
    }

    RelationClaims claims() {
        return new RelationClaims(journal);
    }

    Programs programs() {
        return new Programs(journal, json, run);
    }

    public Checkpoints checkpoints() {
        return new Checkpoints(journal, json);
    }

    /** Writes a program of that one action down; returns the action's number. */
    public long journaled(Action action) {
        return programs()
                .actions(programs()
                        .open(0, ProgramRole.APPLY, Optional.empty(), 0, Program.of(action), Map.of())
                        .id())
                .get(0)
                .id();
    }

    @Override
    public void close() {
        sessions.forEach(Session::close);
    }
}
