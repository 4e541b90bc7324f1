package dev.underpin.internal.journal;

import static dev.underpin.internal.journal.JournalTables.ACTION;
import static dev.underpin.internal.journal.JournalTables.CHECKPOINT;
import static dev.underpin.internal.journal.JournalTables.CLOCK;
import static dev.underpin.internal.journal.JournalTables.PROGRAM;
import static dev.underpin.internal.journal.JournalTables.RUN;
import static dev.underpin.internal.journal.JournalTables.STEP;

import dev.underpin.report.RunState;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.types.YearToSecond;

/** Runs, their steps, what they claim and which gates are open. */
public final class Runs {

    private static final Field<OffsetDateTime> NEVER = DSL.castNull(SQLDataType.TIMESTAMPWITHTIMEZONE);

    private static final Field<YearToSecond> NO_TIME = DSL.field("INTERVAL '0'", SQLDataType.INTERVAL);

    private static final Field<YearToSecond> WORKED_BY_NOW = DSL.field(
            "{0} + coalesce(pg_catalog.clock_timestamp() - {1}, '0')",
            SQLDataType.INTERVAL, STEP.worked, STEP.workingSince);

    private static final Field<Long> WORKED_MILLIS = DSL.field(
                    "(extract(epoch FROM {0}) * 1000)::bigint", SQLDataType.BIGINT, STEP.worked)
            .as("worked_ms");

    private final JournalWriter journal;

    public Runs(JournalWriter journal) {
        this.journal = journal;
    }

    /** A plan's application to this database, from its first action to its rollback or finalization. */
    public record Run(
            UUID id,
            String plan,
            RunState state,
            Operation operation,
            String canonical,
            String sha256,
            String tool,
            String actor,
            List<String> gates,
            String measurements,
            OffsetDateTime startedAt,
            Optional<OffsetDateTime> endedAt) {

        static Run of(Record row) {
            return new Run(
                    row.get(RUN.id),
                    row.get(RUN.plan),
                    row.get(RUN.state),
                    row.get(RUN.operation),
                    row.get(RUN.canonical).data(),
                    row.get(RUN.sha256),
                    row.get(RUN.tool),
                    row.get(RUN.actor),
                    Arrays.asList(row.get(RUN.gates)),
                    row.get(RUN.measurements).data(),
                    row.get(RUN.startedAt),
                    Optional.ofNullable(row.get(RUN.endedAt)));
        }
    }

    /**
     * A step of a run.
     *
     * @param worked for how long somebody has worked on it, without the times at which it was stopped
     */
    public record StepRow(
            UUID run,
            int ordinal,
            String id,
            String type,
            int version,
            String config,
            String sha256,
            Optional<String> preview,
            Optional<String> memory,
            RunState state,
            Optional<OffsetDateTime> startedAt,
            Optional<OffsetDateTime> endedAt,
            Duration worked) {

        static StepRow of(Record row) {
            return new StepRow(
                    row.get(STEP.run),
                    row.get(STEP.ordinal),
                    row.get(STEP.id),
                    row.get(STEP.type),
                    row.get(STEP.version),
                    row.get(STEP.config).data(),
                    row.get(STEP.sha256),
                    Optional.ofNullable(row.get(STEP.preview)).map(JSONB::data),
                    Optional.ofNullable(row.get(STEP.memory)).map(JSONB::data),
                    row.get(STEP.state),
                    Optional.ofNullable(row.get(STEP.startedAt)),
                    Optional.ofNullable(row.get(STEP.endedAt)),
                    Duration.ofMillis(row.get(WORKED_MILLIS)));
        }
    }

    /** The run of the plan that is neither rolled back nor finalized. */
    public static Optional<Run> current(DSLContext dsl, String plan) {
        return runs(dsl)
                .where(RUN.plan.eq(plan).and(RUN.state.notIn(RunState.ROLLED_BACK, RunState.FINALIZED)))
                .fetchOptional(Run::of);
    }

    private static SelectJoinStep<Record> runs(DSLContext dsl) {
        return dsl.select(RUN.fields()).from(RUN);
    }

    public static Run byId(DSLContext dsl, UUID id) {
        return runs(dsl).where(RUN.id.eq(id)).fetchSingle(Run::of);
    }

    public static Optional<Run> find(DSLContext dsl, UUID id) {
        return runs(dsl).where(RUN.id.eq(id)).fetchOptional(Run::of);
    }

    /** How far it has come: another text, if anything was done meanwhile. */
    public static String progress(DSLContext dsl, UUID run) {
        Field<RunState> state = DSL.field(DSL.select(RUN.state).from(RUN).where(RUN.id.eq(run)));
        Field<String> steps = DSL.field(DSL.select(DSL.field(
                        "pg_catalog.string_agg({0}, ' ' ORDER BY {1})", SQLDataType.CLOB, STEP.state, STEP.ordinal))
                .from(STEP)
                .where(STEP.run.eq(run)));
        Condition ended = ACTION.state.notIn(ActionState.PENDING, ActionState.INTENT);
        Field<String> positions = DSL.field(
                "pg_catalog.md5(pg_catalog.string_agg({0}, ' ' ORDER BY {1}, {2}))",
                SQLDataType.CLOB, CHECKPOINT.position, CHECKPOINT.action, CHECKPOINT.segment);
        return dsl.select(DSL.field(
                        "pg_catalog.format('%s %s %s %s %s', {0}, {1}, pg_catalog.count(*) FILTER (WHERE {2}), pg_catalog.count(*), {3})",
                        SQLDataType.CLOB, state, steps, ended, positions))
                .from(PROGRAM)
                .join(ACTION)
                .on(ACTION.program.eq(PROGRAM.id))
                .leftJoin(CHECKPOINT)
                .on(CHECKPOINT.action.eq(ACTION.id))
                .where(PROGRAM.run.eq(run))
                .fetchSingle()
                .value1();
    }

    /** The latest run of the plan, whatever its state. */
    public static Optional<Run> latest(DSLContext dsl, String plan) {
        return runs(dsl)
                .where(RUN.plan.eq(plan))
                .orderBy(RUN.ordinal.desc())
                .limit(DSL.inline(1))
                .fetchOptional(Run::of);
    }

    /** The latest run of each plan. */
    public static List<Run> latest(DSLContext dsl) {
        return dsl.select(RUN.fields())
                .distinctOn(RUN.plan)
                .from(RUN)
                .orderBy(RUN.plan, RUN.ordinal.desc())
                .fetch(Run::of);
    }

    public static List<StepRow> steps(DSLContext dsl, UUID run) {
        return dsl.select(STEP.fields())
                .select(WORKED_MILLIS)
                .from(STEP)
                .where(STEP.run.eq(run))
                .orderBy(STEP.ordinal)
                .fetch(StepRow::of);
    }

    /** Opens a run with its steps, all pending. */
    public Run open(Run run, List<StepRow> steps) {
        return journal.write(dsl -> {
            dsl.insertInto(RUN)
                    .set(RUN.id, run.id())
                    .set(RUN.plan, run.plan())
                    .set(RUN.state, run.state())
                    .set(RUN.operation, run.operation())
                    .set(RUN.canonical, JSONB.jsonb(run.canonical()))
                    .set(RUN.sha256, run.sha256())
                    .set(RUN.tool, run.tool())
                    .set(RUN.actor, run.actor())
                    .execute();
            steps.forEach(step -> insert(dsl, step));
            return run;
        });
    }

    private static void insert(DSLContext dsl, StepRow step) {
        dsl.insertInto(STEP)
                .set(STEP.run, step.run())
                .set(STEP.ordinal, step.ordinal())
                .set(STEP.id, step.id())
                .set(STEP.type, step.type())
                .set(STEP.version, step.version())
                .set(STEP.config, JSONB.jsonb(step.config()))
                .set(STEP.sha256, step.sha256())
                .set(STEP.preview, step.preview().map(JSONB::jsonb).orElse(null))
                .set(STEP.state, step.state())
                .execute();
    }

    /** Takes over an edited plan: what comes after the applied steps is replaced. */
    public void replacePending(UUID run, String canonical, String sha256, int from, List<StepRow> steps) {
        journal.write(dsl -> {
            dsl.update(RUN)
                    .set(RUN.canonical, JSONB.jsonb(canonical))
                    .set(RUN.sha256, sha256)
                    .where(RUN.id.eq(run))
                    .execute();
            dsl.deleteFrom(STEP)
                    .where(STEP.run.eq(run).and(STEP.ordinal.ge(from)))
                    .execute();
            steps.forEach(step -> insert(dsl, step));
            return run;
        });
    }

    public void state(UUID run, RunState state, Operation operation) {
        boolean over = state == RunState.ROLLED_BACK || state == RunState.FINALIZED || state == RunState.APPLIED;
        journal.write(dsl -> dsl.update(RUN)
                .set(RUN.state, state)
                .set(RUN.operation, operation)
                .set(RUN.endedAt, over ? CLOCK : RUN.endedAt)
                .where(RUN.id.eq(run))
                .execute());
    }

    public void step(UUID run, int ordinal, RunState state) {
        boolean work = state == RunState.RUNNING;
        journal.write(dsl -> dsl.update(STEP)
                .set(STEP.state, state)
                .set(STEP.worked, work ? STEP.worked : WORKED_BY_NOW)
                .set(STEP.workingSince, work ? CLOCK : NEVER)
                .set(STEP.startedAt, work ? DSL.coalesce(STEP.startedAt, CLOCK) : STEP.startedAt)
                .set(STEP.endedAt, ended(state))
                .where(STEP.run.eq(run).and(STEP.ordinal.eq(ordinal)))
                .execute());
    }

    private static Field<OffsetDateTime> ended(RunState state) {
        return switch (state) {
            case RUNNING -> NEVER;
            case ROLLING_BACK -> STEP.endedAt;
            default -> CLOCK;
        };
    }

    /** As if it had not been tried to leave these states; times stay as they are. */
    public void restore(UUID run, RunState state, Operation operation, Map<Integer, RunState> steps) {
        journal.write(dsl -> {
            steps.forEach((ordinal, was) -> dsl.update(STEP)
                    .set(STEP.state, was)
                    .where(STEP.run.eq(run).and(STEP.ordinal.eq(ordinal)))
                    .execute());
            return dsl.update(RUN)
                    .set(RUN.state, state)
                    .set(RUN.operation, operation)
                    .where(RUN.id.eq(run))
                    .execute();
        });
    }

    /** The run as the journal has it now. */
    public Run now(UUID run) {
        return journal.read(dsl -> byId(dsl, run));
    }

    /** Its steps as the journal has them now. */
    public List<StepRow> stepsNow(UUID run) {
        return journal.read(dsl -> steps(dsl, run));
    }

    /** As if the step had never been begun; what its programs did has been undone. */
    public void forget(UUID run, int ordinal) {
        journal.write(dsl -> dsl.update(STEP)
                .set(STEP.state, RunState.PENDING)
                .setNull(STEP.memory)
                .setNull(STEP.preview)
                .setNull(STEP.startedAt)
                .setNull(STEP.endedAt)
                .set(STEP.worked, NO_TIME)
                .setNull(STEP.workingSince)
                .where(STEP.run.eq(run).and(STEP.ordinal.eq(ordinal)))
                .execute());
    }

    /** The state before, once. */
    public void memory(UUID run, int ordinal, String memory) {
        journal.write(dsl -> dsl.update(STEP)
                .set(STEP.memory, JSONB.jsonb(memory))
                .where(STEP.run.eq(run), STEP.ordinal.eq(ordinal), STEP.memory.isNull())
                .execute());
    }

    /** A component of what the step remembered, as text. */
    public Optional<String> remembered(UUID run, int ordinal, String component) {
        return journal.read(dsl -> dsl.select(DSL.jsonbGetAttributeAsText(STEP.memory, component))
                .from(STEP)
                .where(STEP.run.eq(run).and(STEP.ordinal.eq(ordinal)))
                .fetchOptional()
                .map(Record1::value1));
    }

    public void measurements(UUID run, String json) {
        journal.write(dsl -> dsl.update(RUN)
                .set(RUN.measurements, JSONB.jsonb(json))
                .where(RUN.id.eq(run))
                .execute());
    }

    /** Lets a run that waits at the gate go on. Needs no lease: the waiting runner holds it. */
    public static void openGate(DSLContext dsl, UUID run, String gate) {
        dsl.update(RUN)
                .set(
                        RUN.gates,
                        DSL.field(
                                "pg_catalog.array_append({0}, {1})", RUN.gates.getDataType(), RUN.gates, DSL.val(gate)))
                .where(RUN.id.eq(run).andNot(open(gate)))
                .execute();
    }

    public boolean gateOpen(UUID run, String gate) {
        return journal.read(dsl -> dsl.select(DSL.field(open(gate)))
                .from(RUN)
                .where(RUN.id.eq(run))
                .fetchSingle()
                .value1());
    }

    private static Condition open(String gate) {
        return DSL.val(gate).eq(DSL.any(RUN.gates));
    }

    /** The server's time. */
    public Instant clock() {
        return journal.read(dsl -> dsl.select(CLOCK).fetchSingle().value1().toInstant());
    }
}
