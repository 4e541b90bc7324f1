package dev.underpin.internal.journal;

import static dev.underpin.internal.journal.JournalTables.ACTION;
import static dev.underpin.internal.journal.JournalTables.CHECKPOINT;
import static dev.underpin.internal.journal.JournalTables.CLOCK;
import static dev.underpin.internal.journal.JournalTables.PROGRAM;
import static dev.underpin.internal.journal.JournalTables.TICK;
import static dev.underpin.internal.journal.JournalTables.TRANSACTION_BEGAN;

import dev.underpin.db.Session;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Program;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.impl.DSL;
import tools.jackson.core.type.TypeReference;

/** Programs, journaled whole before their first action, and what became of each action. */
public final class Programs {

    private static final TypeReference<Map<String, String>> EVIDENCE = new TypeReference<>() {};

    private static final int ROWS_OF_A_STATEMENT = 1_000;

    /** Before the handle, in the evidence of the action that noted it. */
    public static final String IDENTITY = "identity:";

    private final JournalWriter journal;
    private final JournalJson json;
    private final UUID run;
    private final ProgramTexts texts;

    public Programs(JournalWriter journal, JournalJson json, UUID run) {
        this.journal = journal;
        this.json = json;
        this.run = run;
        this.texts = new ProgramTexts(json, run);
    }

    /** A journaled program. */
    public record ProgramRow(
            long id,
            int step,
            ProgramRole role,
            Optional<Long> parent,
            int round,
            ProgramState state,
            Program program) {}

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
            int step,
            ProgramRole role,
            Optional<Long> parent,
            int round,
            Program program,
            Map<String, String> answers) {
        String body = json.write(program);
        String sha256 = json.digest(body);
        ProgramRow opened = journal.write(dsl -> {
            long id = dsl.insertInto(PROGRAM)
                    .set(PROGRAM.run, run)
                    .set(PROGRAM.step, step)
                    .set(PROGRAM.role, role)
                    .set(PROGRAM.parent, parent.orElse(null))
                    .set(PROGRAM.round, round)
                    .set(PROGRAM.state, ProgramState.OPEN)
                    .set(PROGRAM.body, JSONB.jsonb(body))
                    .set(PROGRAM.sha256, sha256)
                    .set(PROGRAM.answers, JSONB.jsonb(json.text(answers)))
                    .returningResult(PROGRAM.id)
                    .fetchSingle()
                    .value1();
            insert(dsl, id, rows("", program.actions()));
            return new ProgramRow(id, step, role, parent, round, ProgramState.OPEN, program);
        });
        texts.wrote(opened.id(), sha256, program);
        return opened;
    }

    private record Pending(String path, Action action) {}

    private static List<Pending> rows(String prefix, List<Action> actions) {
        List<Pending> rows = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            rows.add(new Pending(prefix + i, actions.get(i)));
            if (actions.get(i) instanceof Parallel parallel) {
                rows.addAll(rows(prefix + i + ".", parallel.actions()));
            }
        }
        return rows;
    }

    private static void insert(DSLContext dsl, long program, List<Pending> rows) {
        for (int from = 0; from < rows.size(); from += ROWS_OF_A_STATEMENT) {
            var insert = dsl.insertInto(ACTION, ACTION.program, ACTION.path, ACTION.key, ACTION.kind, ACTION.state);
            for (Pending row : rows.subList(from, Math.min(rows.size(), from + ROWS_OF_A_STATEMENT))) {
                insert = insert.values(
                        program, row.path(), row.action().key(), Kinds.mode(row.action()), ActionState.PENDING);
            }
            insert.execute();
        }
    }

    /** The run's programs of a step in the order in which they were written down. */
    public List<ProgramRow> of(int step) {
        return journal.read(dsl -> {
            List<? extends Record> rows = dsl.select(
                            PROGRAM.id,
                            PROGRAM.step,
                            PROGRAM.role,
                            PROGRAM.parent,
                            PROGRAM.round,
                            PROGRAM.state,
                            PROGRAM.sha256)
                    .from(PROGRAM)
                    .where(PROGRAM.run.eq(run).and(PROGRAM.step.eq(step)))
                    .orderBy(PROGRAM.id)
                    .fetch();
            texts.read(
                    dsl,
                    rows.stream()
                            .filter(row -> !texts.knows(row.get(PROGRAM.id), row.get(PROGRAM.sha256)))
                            .map(row -> row.get(PROGRAM.id))
                            .toList());
            return rows.stream().map(this::program).toList();
        });
    }

    private ProgramRow program(Record row) {
        long id = row.get(PROGRAM.id);
        return new ProgramRow(
                id,
                row.get(PROGRAM.step),
                row.get(PROGRAM.role),
                Optional.ofNullable(row.get(PROGRAM.parent)),
                row.get(PROGRAM.round),
                row.get(PROGRAM.state),
                texts.program(id));
    }

    /** The id of the program that was written down last; 0 if there is none. */
    public long latest() {
        return journal.read(dsl -> dsl.select(DSL.coalesce(DSL.max(PROGRAM.id), DSL.inline(0L)))
                .from(PROGRAM)
                .where(PROGRAM.run.eq(run))
                .fetchSingle()
                .value1());
    }

    public List<ActionRow> actions(long program) {
        return journal.read(dsl -> dsl.select(ACTION.fields())
                .from(ACTION)
                .where(ACTION.program.eq(program))
                .orderBy(ACTION.id)
                .fetch(this::action));
    }

    private ActionRow action(Record row) {
        return new ActionRow(
                row.get(ACTION.id),
                row.get(ACTION.program),
                row.get(ACTION.path),
                row.get(ACTION.key),
                row.get(ACTION.state),
                Optional.ofNullable(row.get(ACTION.began)),
                row.get(ACTION.attempts),
                row.get(ACTION.rows),
                json.read(row.get(ACTION.evidence).data(), EVIDENCE),
                Optional.ofNullable(row.get(ACTION.message)),
                Optional.ofNullable(row.get(ACTION.startedAt)),
                Optional.ofNullable(row.get(ACTION.endedAt)));
    }

    public Optional<ActionRow> action(long program, String path) {
        return actions(program).stream()
                .filter(action -> action.path().equals(path))
                .findFirst();
    }

    /** Durable before the first effect of an action that is not one transaction. Keeps an earlier beginning. */
    public void begin(long action) {
        journal.write(dsl -> dsl.update(ACTION)
                .set(ACTION.state, ActionState.INTENT)
                .set(ACTION.attempts, ACTION.attempts.plus(1))
                .set(ACTION.began, DSL.coalesce(ACTION.began, TICK))
                .set(ACTION.startedAt, DSL.coalesce(ACTION.startedAt, CLOCK))
                .where(ACTION.id.eq(action).and(ACTION.state.in(ActionState.PENDING, ActionState.INTENT)))
                .execute());
    }

    /** An attempt of which the server said that it failed: as if it had not been begun. */
    public void notBegun(long action) {
        journal.write(dsl -> notBegun(dsl, action));
    }

    private static int notBegun(DSLContext dsl, long action) {
        return dsl.update(ACTION)
                .set(ACTION.state, ActionState.PENDING)
                .set(ACTION.attempts, DSL.greatest(ACTION.attempts.minus(1), DSL.inline(0)))
                .where(ACTION.id.eq(action).and(ACTION.state.eq(ActionState.INTENT)))
                .execute();
    }

    /** What a person says of an action whose end nobody saw, with a trace of who said it. */
    public void decide(ActionRow action, boolean tookEffect, String actor) {
        journal.write(dsl -> {
            JournalEvents.note(
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
        return dsl.update(ACTION)
                .set(ACTION.state, state)
                .set(ACTION.rows, rows)
                .set(ACTION.evidence, JSONB.jsonb(json.text(evidence)))
                .setNull(ACTION.message)
                .setNull(ACTION.sqlstate)
                .set(ACTION.began, DSL.coalesce(ACTION.began, TICK))
                .set(ACTION.startedAt, DSL.coalesce(ACTION.startedAt, TRANSACTION_BEGAN))
                .set(ACTION.endedAt, CLOCK)
                .where(ACTION.id.eq(action))
                .execute();
    }

    /** Why an attempt did not take effect. */
    public void failed(long action, String sqlState, String message) {
        journal.write(dsl -> dsl.update(ACTION)
                .set(ACTION.sqlstate, sqlState)
                .set(ACTION.message, message)
                .set(ACTION.attempts, ACTION.attempts.plus(1))
                .set(ACTION.startedAt, DSL.coalesce(ACTION.startedAt, CLOCK))
                .where(ACTION.id.eq(action))
                .execute());
    }

    /** Closes a program; what it had not begun is abandoned. */
    public void close(long program, ProgramState state) {
        journal.write(dsl -> close(dsl, program, state, ActionState.PENDING));
    }

    /** As if it had never been written down; for one that is closed, and of which nothing is to be taken back. */
    public void forget(long program) {
        texts.forget(program);
        journal.write(dsl -> {
            dsl.deleteFrom(CHECKPOINT)
                    .where(CHECKPOINT.action.in(
                            dsl.select(ACTION.id).from(ACTION).where(ACTION.program.eq(program))))
                    .execute();
            dsl.deleteFrom(ACTION).where(ACTION.program.eq(program)).execute();
            return dsl.deleteFrom(PROGRAM).where(PROGRAM.id.eq(program)).execute();
        });
    }

    /** Closes a program that has not taken effect, whatever of it was begun. */
    public void abandon(long program) {
        journal.write(dsl -> close(dsl, program, ProgramState.ABANDONED, ActionState.PENDING, ActionState.INTENT));
    }

    private static int close(DSLContext dsl, long program, ProgramState state, ActionState... abandoned) {
        dsl.update(PROGRAM)
                .set(PROGRAM.state, state)
                .where(PROGRAM.id.eq(program))
                .execute();
        return dsl.update(ACTION)
                .set(ACTION.state, ActionState.ABANDONED)
                .where(ACTION.program.eq(program).and(ACTION.state.in(abandoned)))
                .execute();
    }

    public void undone(long action) {
        journal.write(dsl -> dsl.update(ACTION)
                .set(ACTION.state, ActionState.UNDONE)
                .where(ACTION.id.eq(action))
                .execute());
    }

    /** What an earlier action or check of the step recorded. */
    public Optional<String> evidence(int step, String actionKey, String what) {
        return noted(what, ACTION.key.eq(actionKey), step);
    }

    /** What an earlier action of the step noted of an object, if it has not been undone. */
    public Optional<String> identity(int step, String handle) {
        return noted(
                IDENTITY + handle,
                DSL.jsonbGetAttributeAsText(ACTION.evidence, IDENTITY + handle).isNotNull(),
                step);
    }

    /** By the latest of the step's actions that have taken effect. */
    private Optional<String> noted(String what, Condition by, int step) {
        return journal.read(dsl -> dsl.select(DSL.jsonbGetAttributeAsText(ACTION.evidence, what))
                .from(ACTION)
                .join(PROGRAM)
                .on(PROGRAM.id.eq(ACTION.program))
                .where(ofStep(step), by, ACTION.state.eq(ActionState.APPLIED))
                .orderBy(ACTION.id.desc())
                .limit(DSL.inline(1))
                .fetchOptional()
                .map(Record1::value1));
    }

    /** Whether an action of that key took effect, or may have, and has not been undone. */
    public boolean applied(int step, String actionKey) {
        return journal.read(dsl -> dsl.fetchExists(dsl.selectOne()
                .from(ACTION)
                .join(PROGRAM)
                .on(PROGRAM.id.eq(ACTION.program))
                .where(
                        ofStep(step),
                        ACTION.key.eq(actionKey),
                        ACTION.state.in(ActionState.INTENT, ActionState.APPLIED))));
    }

    private Condition ofStep(int step) {
        return PROGRAM.run.eq(run).and(PROGRAM.step.eq(step));
    }
}
