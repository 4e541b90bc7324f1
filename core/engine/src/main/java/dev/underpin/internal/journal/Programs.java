package dev.underpin.internal.journal;

import dev.underpin.db.Session;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Program;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import tools.jackson.core.type.TypeReference;

/** Programs, journaled whole before their first action, and what became of each action. */
public final class Programs {

    private static final TypeReference<Map<String, String>> EVIDENCE = new TypeReference<>() {};

    /** Before the handle, in the evidence of the action that noted it. */
    public static final String IDENTITY = "identity:";

    private final JournalWriter journal;
    private final JournalJson json;
    private final UUID run;

    public Programs(JournalWriter journal, JournalJson json, UUID run) {
        this.journal = journal;
        this.json = json;
        this.run = run;
    }

    /** Why a program runs. */
    public enum Role {
        APPLY,
        /** A round of a converging action, which is its parent. */
        ROUND,
        /** What takes an action back; the action is its parent. */
        UNDO,
        FINALIZE,
        DUTY
    }

    /** What became of a program. */
    public enum ProgramState {
        OPEN,
        DONE,
        ABANDONED
    }

    /** What became of an action. */
    public enum ActionState {
        PENDING,
        /** Begun; whether it took effect is for its probe or its checkpoint to say. */
        INTENT,
        APPLIED,
        /** It was there already, and not by us. */
        SKIPPED,
        ABANDONED,
        UNDONE;

        public boolean open() {
            return this == PENDING || this == INTENT;
        }
    }

    /** A journaled program. */
    public record ProgramRow(
            long id, int step, Role role, Optional<Long> parent, int round, ProgramState state, Program program) {}

    /**
     * A journaled action.
     *
     * @param path its position in the program, such as {@code 3} or {@code 3.1}
     * @param began orders the beginnings within a database
     */
    public record ActionRow(
            long id,
            long program,
            String path,
            String key,
            ActionState state,
            Optional<Long> began,
            int attempts,
            long rows,
            Map<String, String> evidence,
            Optional<String> message,
            Optional<OffsetDateTime> startedAt,
            Optional<OffsetDateTime> endedAt) {}

    /** Writes a program down, all its actions pending. */
    public ProgramRow open(
            int step, Role role, Optional<Long> parent, int round, Program program, Map<String, String> answers) {
        String body = json.write(program);
        return journal.write(dsl -> {
            long id = dsl.fetchSingle(
                            """
                            INSERT INTO underpin.program (run, step, role, parent, round, state, body, sha256, answers)
                            VALUES (?, ?, ?, ?, ?, 'OPEN', ?::jsonb, ?, ?::jsonb) RETURNING id
                            """,
                            run,
                            step,
                            role.name(),
                            parent.orElse(null),
                            round,
                            body,
                            json.digest(body),
                            json.text(answers))
                    .get(0, Long.class);
            insert(dsl, id, "", program.actions());
            return new ProgramRow(id, step, role, parent, round, ProgramState.OPEN, program);
        });
    }

    private static void insert(DSLContext dsl, long program, String prefix, List<Action> actions) {
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            String path = prefix + i;
            dsl.execute(
                    "INSERT INTO underpin.action (program, path, key, kind, state) VALUES (?, ?, ?, ?, 'PENDING')",
                    program,
                    path,
                    action.key(),
                    action.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT));
            if (action instanceof Parallel parallel) {
                insert(dsl, program, path + ".", parallel.actions());
            }
        }
    }

    /** The run's programs of a step in the order in which they were written down. */
    public List<ProgramRow> of(int step) {
        return journal.read(dsl -> dsl.fetch(
                        "SELECT id, step, role, parent, round, state, body::text AS body, sha256 FROM underpin.program WHERE run = ? AND step = ? ORDER BY id",
                        run,
                        step)
                .map(this::program));
    }

    private ProgramRow program(Record row) {
        String body = row.get("body", String.class);
        if (!json.digest(body).equals(row.get("sha256", String.class))) {
            throw edited(row.get("id", Long.class));
        }
        Program program = json.readProgram(body);
        return new ProgramRow(
                row.get("id", Long.class),
                row.get("step", Integer.class),
                Role.valueOf(row.get("role", String.class)),
                Optional.ofNullable(row.get("parent", Long.class)),
                row.get("round", Integer.class),
                ProgramState.valueOf(row.get("state", String.class)),
                program);
    }

    private Failure edited(long program) {
        return new Failure(
                Outcome.REFUSED,
                EngineCodes.JOURNAL_EDITED,
                "program " + program + " of run " + run
                        + " is not what was written down: its SHA-256 differs; nothing of it was executed",
                "Somebody has edited the journal. Find out who did, and put back underpin.program.body as it was.");
    }

    /** The id of the program that was written down last; 0 if there is none. */
    public long latest() {
        return journal.read(
                dsl -> dsl.fetchSingle("SELECT coalesce(max(id), 0) FROM underpin.program WHERE run = ?", run)
                        .get(0, Long.class));
    }

    public List<ActionRow> actions(long program) {
        return journal.read(dsl -> dsl.fetch("""
                        SELECT id, program, path, key, state, began, attempts, rows, evidence::text AS evidence, message,
                               started_at, ended_at
                        FROM underpin.action WHERE program = ? ORDER BY id
                        """, program).map(this::action));
    }

    private ActionRow action(Record row) {
        return new ActionRow(
                row.get("id", Long.class),
                row.get("program", Long.class),
                row.get("path", String.class),
                row.get("key", String.class),
                ActionState.valueOf(row.get("state", String.class)),
                Optional.ofNullable(row.get("began", Long.class)),
                row.get("attempts", Integer.class),
                row.get("rows", Long.class),
                json.read(row.get("evidence", String.class), EVIDENCE),
                Optional.ofNullable(row.get("message", String.class)),
                Optional.ofNullable(row.get("started_at", OffsetDateTime.class)),
                Optional.ofNullable(row.get("ended_at", OffsetDateTime.class)));
    }

    public Optional<ActionRow> action(long program, String path) {
        return actions(program).stream()
                .filter(action -> action.path().equals(path))
                .findFirst();
    }

    /** Durable before the first effect of an action that is not one transaction. Keeps an earlier beginning. */
    public void begin(long action) {
        journal.write(dsl -> dsl.execute("""
                UPDATE underpin.action SET state = 'INTENT', attempts = attempts + 1,
                  began = coalesce(began, pg_catalog.nextval('underpin.tick')),
                  started_at = coalesce(started_at, pg_catalog.clock_timestamp())
                WHERE id = ? AND state IN ('PENDING', 'INTENT')
                """, action));
    }

    /** An attempt of which the server said that it failed: as if it had not been begun. */
    public void notBegun(long action) {
        journal.write(dsl -> notBegun(dsl, action));
    }

    private static int notBegun(DSLContext dsl, long action) {
        return dsl.execute("""
                UPDATE underpin.action SET state = 'PENDING', attempts = greatest(0, attempts - 1)
                WHERE id = ? AND state = 'INTENT'
                """, action);
    }

    /** What a person says of an action whose end nobody saw, with a trace of who said it. */
    public void decide(ActionRow action, boolean tookEffect, String actor) {
        journal.write(dsl -> {
            Runs.event(
                    dsl,
                    run,
                    "decided",
                    json.text(Map.of(
                            "action",
                            Long.toString(action.id()),
                            "key",
                            action.key(),
                            "decision",
                            tookEffect ? "done" : "not done",
                            "actor",
                            actor)));
            return tookEffect ? end(dsl, action.id(), ActionState.APPLIED, 0, Map.of()) : notBegun(dsl, action.id());
        });
    }

    public void end(long action, ActionState state, long rows, Map<String, String> evidence) {
        journal.write(dsl -> end(dsl, action, state, rows, evidence));
    }

    /** Inside the transaction that is the action. */
    public void appliedWithin(Session worker, long action, long rows, Map<String, String> evidence) {
        journal.within(worker, dsl -> end(dsl, action, ActionState.APPLIED, rows, evidence));
    }

    private int end(DSLContext dsl, long action, ActionState state, long rows, Map<String, String> evidence) {
        return dsl.execute("""
                UPDATE underpin.action SET state = ?, rows = ?, evidence = ?::jsonb, message = NULL, sqlstate = NULL,
                  began = coalesce(began, pg_catalog.nextval('underpin.tick')),
                  started_at = coalesce(started_at, pg_catalog.transaction_timestamp()),
                  ended_at = pg_catalog.clock_timestamp()
                WHERE id = ?
                """, state.name(), rows, json.text(evidence), action);
    }

    /** Why an attempt did not take effect. */
    public void failed(long action, String sqlState, String message) {
        journal.write(dsl -> dsl.execute("""
                UPDATE underpin.action SET sqlstate = ?, message = ?, attempts = attempts + 1,
                  started_at = coalesce(started_at, pg_catalog.clock_timestamp())
                WHERE id = ?
                """, sqlState, message, action));
    }

    /** Closes a program; what it had not begun is abandoned. */
    public void close(long program, ProgramState state) {
        journal.write(dsl -> {
            dsl.execute("UPDATE underpin.program SET state = ? WHERE id = ?", state.name(), program);
            return dsl.execute(
                    "UPDATE underpin.action SET state = 'ABANDONED' WHERE program = ? AND state = 'PENDING'", program);
        });
    }

    /** Closes a program that has not taken effect, whatever of it was begun. */
    public void abandon(long program) {
        journal.write(dsl -> {
            dsl.execute("UPDATE underpin.program SET state = 'ABANDONED' WHERE id = ?", program);
            return dsl.execute(
                    "UPDATE underpin.action SET state = 'ABANDONED' WHERE program = ? AND state IN ('PENDING', 'INTENT')",
                    program);
        });
    }

    public void undone(long action) {
        journal.write(dsl -> dsl.execute("UPDATE underpin.action SET state = 'UNDONE' WHERE id = ?", action));
    }

    /** What an earlier action or check of the step recorded. */
    public Optional<String> evidence(int step, String actionKey, String what) {
        return journal.read(
                dsl -> dsl.fetchOptional("""
                        SELECT a.evidence ->> ? FROM underpin.action AS a JOIN underpin.program AS p ON p.id = a.program
                        WHERE p.run = ? AND p.step = ? AND a.key = ? AND a.state = 'APPLIED' ORDER BY a.id DESC LIMIT 1
                        """, what, run, step, actionKey).map(row -> row.get(0, String.class)));
    }

    /** What an earlier action of the step noted of an object, if it has not been undone. */
    public Optional<String> identity(int step, String handle) {
        return journal.read(dsl -> dsl.fetchOptional("""
                        SELECT a.evidence ->> ? FROM underpin.action AS a JOIN underpin.program AS p ON p.id = a.program
                        WHERE p.run = ? AND p.step = ? AND a.evidence ->> ? IS NOT NULL AND a.state = 'APPLIED'
                        ORDER BY a.id DESC LIMIT 1
                        """, IDENTITY + handle, run, step, IDENTITY + handle)
                .map(row -> row.get(0, String.class)));
    }

    /** Whether an action of that key took effect, or may have, and has not been undone. */
    public boolean applied(int step, String actionKey) {
        return journal.read(dsl -> dsl.fetchSingle("""
                        SELECT EXISTS (
                          SELECT FROM underpin.action AS a JOIN underpin.program AS p ON p.id = a.program
                          WHERE p.run = ? AND p.step = ? AND a.key = ? AND a.state IN ('INTENT', 'APPLIED'))
                        """, run, step, actionKey).get(0, Boolean.class));
    }
}
