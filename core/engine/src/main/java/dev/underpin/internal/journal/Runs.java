package dev.underpin.internal.journal;

import dev.underpin.report.RunState;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;

/** Runs, their steps, what they claim and which gates are open. */
public final class Runs {

    private static final String COLUMNS =
            "id, plan, state, operation, canonical::text AS canonical, sha256, tool, actor, gates, measurements::text AS measurements, started_at, ended_at";

    private final JournalWriter journal;

    public Runs(JournalWriter journal) {
        this.journal = journal;
    }

    /** What a run is doing at present. */
    public enum Operation {
        APPLY,
        ROLLBACK,
        FINALIZE
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
                    row.get("id", UUID.class),
                    row.get("plan", String.class),
                    RunState.valueOf(row.get("state", String.class)),
                    Operation.valueOf(row.get("operation", String.class)),
                    row.get("canonical", String.class),
                    row.get("sha256", String.class),
                    row.get("tool", String.class),
                    row.get("actor", String.class),
                    Arrays.asList(row.get("gates", String[].class)),
                    row.get("measurements", String.class),
                    row.get("started_at", OffsetDateTime.class),
                    Optional.ofNullable(row.get("ended_at", OffsetDateTime.class)));
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
                    row.get("run", UUID.class),
                    row.get("ordinal", Integer.class),
                    row.get("id", String.class),
                    row.get("type", String.class),
                    row.get("version", Integer.class),
                    row.get("config", String.class),
                    row.get("sha256", String.class),
                    Optional.ofNullable(row.get("preview", String.class)),
                    Optional.ofNullable(row.get("memory", String.class)),
                    RunState.valueOf(row.get("state", String.class)),
                    Optional.ofNullable(row.get("started_at", OffsetDateTime.class)),
                    Optional.ofNullable(row.get("ended_at", OffsetDateTime.class)),
                    Duration.ofMillis(row.get("worked_ms", Long.class)));
        }
    }

    /** The run of the plan that is neither rolled back nor finalized. */
    public static Optional<Run> current(DSLContext dsl, String plan) {
        return dsl.fetchOptional(
                        "SELECT " + COLUMNS
                                + " FROM underpin.run WHERE plan = ? AND state NOT IN ('ROLLED_BACK', 'FINALIZED')",
                        plan)
                .map(Run::of);
    }

    public static Run byId(DSLContext dsl, UUID id) {
        return Run.of(dsl.fetchSingle("SELECT " + COLUMNS + " FROM underpin.run WHERE id = ?", id));
    }

    /** The latest run of the plan, whatever its state. */
    public static Optional<Run> find(DSLContext dsl, UUID id) {
        return dsl.fetchOptional("SELECT " + COLUMNS + " FROM underpin.run WHERE id = ?", id)
                .map(Run::of);
    }

    /** How far it has come: another text, if anything was done meanwhile. */
    public static String progress(DSLContext dsl, UUID run) {
        return dsl.fetchSingle("""
                        SELECT pg_catalog.format('%s %s %s %s %s', (SELECT r.state FROM underpin.run AS r WHERE r.id = ?),
                                 (SELECT pg_catalog.string_agg(s.state, ' ' ORDER BY s.ordinal) FROM underpin.step AS s WHERE s.run = ?),
                                 pg_catalog.count(*) FILTER (WHERE a.state NOT IN ('PENDING', 'INTENT')), pg_catalog.count(*),
                                 pg_catalog.md5(pg_catalog.string_agg(c.position, ' ' ORDER BY c.action, c.segment)))
                        FROM underpin.program AS p
                        JOIN underpin.action AS a ON a.program = p.id
                        LEFT JOIN underpin.checkpoint AS c ON c.action = a.id
                        WHERE p.run = ?
                        """, run, run, run).get(0, String.class);
    }

    public static Optional<Run> latest(DSLContext dsl, String plan) {
        return dsl.fetchOptional(
                        "SELECT " + COLUMNS + " FROM underpin.run WHERE plan = ? ORDER BY ordinal DESC LIMIT 1", plan)
                .map(Run::of);
    }

    /** The latest run of each plan. */
    public static List<Run> latest(DSLContext dsl) {
        return dsl.fetch("SELECT DISTINCT ON (plan) " + COLUMNS + " FROM underpin.run ORDER BY plan, ordinal DESC")
                .map(Run::of);
    }

    public static List<StepRow> steps(DSLContext dsl, UUID run) {
        return dsl.fetch("""
                        SELECT run, ordinal, id, type, version, config::text AS config, sha256, preview::text AS preview,
                               memory::text AS memory, state, started_at, ended_at,
                               (extract(epoch FROM worked) * 1000)::bigint AS worked_ms
                        FROM underpin.step WHERE run = ? ORDER BY ordinal
                        """, run).map(StepRow::of);
    }

    /** The plan whose run holds the relation and can still be rolled back, other than this run. */
    public static Optional<String> claimant(DSLContext dsl, QualifiedName relation, Optional<UUID> except) {
        return dsl.fetchOptional(
                        """
                        SELECT r.plan FROM underpin.claim AS c JOIN underpin.run AS r ON r.id = c.run
                        WHERE c.schema_name = ? AND c.relation = ? AND c.run IS DISTINCT FROM ?::uuid
                        """,
                        relation.schema(),
                        relation.local(),
                        except.map(UUID::toString).orElse(null))
                .map(row -> row.get(0, String.class));
    }

    /** Opens a run with its steps, all pending. */
    public Run open(Run run, List<StepRow> steps) {
        return journal.write(dsl -> {
            dsl.execute(
                    """
                    INSERT INTO underpin.run (id, plan, state, operation, canonical, sha256, tool, actor)
                    VALUES (?, ?, ?, ?, ?::jsonb, ?, ?, ?)
                    """,
                    run.id(),
                    run.plan(),
                    run.state().name(),
                    run.operation().name(),
                    run.canonical(),
                    run.sha256(),
                    run.tool(),
                    run.actor());
            steps.forEach(step -> insert(dsl, step));
            return run;
        });
    }

    private static void insert(DSLContext dsl, StepRow step) {
        dsl.execute(
                """
                INSERT INTO underpin.step (run, ordinal, id, type, version, config, sha256, preview, state)
                VALUES (?, ?, ?, ?, ?, ?::jsonb, ?, ?::jsonb, ?)
                """,
                step.run(),
                step.ordinal(),
                step.id(),
                step.type(),
                step.version(),
                step.config(),
                step.sha256(),
                step.preview().orElse(null),
                step.state().name());
    }

    /** Takes over an edited plan: what comes after the applied steps is replaced. */
    public void replacePending(UUID run, String canonical, String sha256, int from, List<StepRow> steps) {
        journal.write(dsl -> {
            dsl.execute(
                    "UPDATE underpin.run SET canonical = ?::jsonb, sha256 = ? WHERE id = ?", canonical, sha256, run);
            dsl.execute("DELETE FROM underpin.step WHERE run = ? AND ordinal >= ?", run, from);
            steps.forEach(step -> insert(dsl, step));
            return run;
        });
    }

    public void state(UUID run, RunState state, Operation operation) {
        boolean ended = state == RunState.ROLLED_BACK || state == RunState.FINALIZED;
        journal.write(dsl -> dsl.execute("""
                UPDATE underpin.run SET state = ?, operation = ?,
                  ended_at = CASE WHEN ? THEN pg_catalog.clock_timestamp() ELSE ended_at END
                WHERE id = ?
                """, state.name(), operation.name(), ended || state == RunState.APPLIED, run));
    }

    public void step(UUID run, int ordinal, RunState state) {
        journal.write(dsl -> dsl.execute(
                """
                UPDATE underpin.step SET state = ?,
                  worked = worked + CASE WHEN ? THEN '0' ELSE coalesce(pg_catalog.clock_timestamp() - working_since, '0') END,
                  working_since = CASE WHEN ? THEN pg_catalog.clock_timestamp() END,
                  started_at = coalesce(started_at, CASE WHEN ? THEN pg_catalog.clock_timestamp() END),
                  ended_at = CASE ? WHEN 'RUNNING' THEN NULL WHEN 'ROLLING_BACK' THEN ended_at
                             ELSE pg_catalog.clock_timestamp() END
                WHERE run = ? AND ordinal = ?
                """, state.name(), isWork(state), isWork(state), isWork(state), state.name(), run, ordinal));
    }

    private static boolean isWork(RunState state) {
        return state == RunState.RUNNING;
    }

    /** As if it had not been tried to leave these states; times stay as they are. */
    public void restore(UUID run, RunState state, Operation operation, Map<Integer, RunState> steps) {
        journal.write(dsl -> {
            steps.forEach((ordinal, was) -> dsl.execute(
                    "UPDATE underpin.step SET state = ? WHERE run = ? AND ordinal = ?", was.name(), run, ordinal));
            return dsl.execute(
                    "UPDATE underpin.run SET state = ?, operation = ? WHERE id = ?",
                    state.name(),
                    operation.name(),
                    run);
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
        journal.write(dsl -> dsl.execute("""
                UPDATE underpin.step SET state = 'PENDING', memory = NULL, preview = NULL, started_at = NULL, ended_at = NULL,
                  worked = '0', working_since = NULL
                WHERE run = ? AND ordinal = ?
                """, run, ordinal));
    }

    /** The state before, once. */
    public void memory(UUID run, int ordinal, String memory) {
        journal.write(dsl -> dsl.execute(
                "UPDATE underpin.step SET memory = ?::jsonb WHERE run = ? AND ordinal = ? AND memory IS NULL",
                memory,
                run,
                ordinal));
    }

    /** A component of what the step remembered, as text. */
    public Optional<String> remembered(UUID run, int ordinal, String component) {
        return journal.read(dsl -> dsl.fetchOptional(
                        "SELECT memory ->> ? FROM underpin.step WHERE run = ? AND ordinal = ?", component, run, ordinal)
                .map(row -> row.get(0, String.class)));
    }

    public void measurements(UUID run, String json) {
        journal.write(dsl -> dsl.execute("UPDATE underpin.run SET measurements = ?::jsonb WHERE id = ?", json, run));
    }

    /** Claims relations for the run until it ends. Returns those that runs of other plans hold, none claimed then. */
    public Map<QualifiedName, String> claim(UUID run, Collection<QualifiedName> relations) {
        return journal.write(dsl -> {
            Map<QualifiedName, String> held = new LinkedHashMap<>();
            relations.forEach(
                    relation -> claimant(dsl, relation, Optional.of(run)).ifPresent(plan -> held.put(relation, plan)));
            if (held.isEmpty()) {
                relations.forEach(relation -> dsl.execute(
                        "INSERT INTO underpin.claim (schema_name, relation, run) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        relation.schema(),
                        relation.local(),
                        run));
            }
            return held;
        });
    }

    public void releaseClaims(UUID run) {
        journal.write(dsl -> dsl.execute("DELETE FROM underpin.claim WHERE run = ?", run));
    }

    /** Lets a run that waits at the gate go on. Needs no lease: the waiting runner holds it. */
    public static void openGate(DSLContext dsl, UUID run, String gate) {
        dsl.execute(
                "UPDATE underpin.run SET gates = pg_catalog.array_append(gates, ?) WHERE id = ? AND NOT ? = ANY (gates)",
                gate,
                run,
                gate);
    }

    public boolean gateOpen(UUID run, String gate) {
        return journal.read(dsl -> dsl.fetchSingle("SELECT ? = ANY (gates) FROM underpin.run WHERE id = ?", gate, run)
                .get(0, Boolean.class));
    }

    public void event(UUID run, String kind, String body) {
        journal.write(dsl -> event(dsl, run, kind, body));
    }

    static int event(DSLContext dsl, UUID run, String kind, String body) {
        return dsl.execute("INSERT INTO underpin.event (run, kind, body) VALUES (?, ?, ?::jsonb)", run, kind, body);
    }

    /** That a duty of a step was done, or found nothing to do. */
    public void dutyDone(UUID run, String step, String phase, Instant began) {
        journal.write(dsl -> dsl.execute("""
                INSERT INTO underpin.event (run, kind, body)
                VALUES (?, 'duty', pg_catalog.jsonb_build_object('step', ?::text, 'phase', ?::text, 'began', ?::text))
                """, run, step, phase, began.toString()));
    }

    /** When a duty that was done was last begun. */
    public Optional<Instant> lastDuty(UUID run, String step, String phase) {
        return journal.read(dsl ->
                dsl.fetchOptional("""
                        SELECT body ->> 'began' FROM underpin.event
                        WHERE run = ? AND kind = 'duty' AND body ->> 'step' = ? AND body ->> 'phase' = ?
                        ORDER BY id DESC LIMIT 1
                        """, run, step, phase).map(row -> Instant.parse(row.get(0, String.class))));
    }

    /** The server's time. */
    public Instant clock() {
        return journal.read(dsl -> dsl.fetchSingle("SELECT pg_catalog.clock_timestamp()")
                .get(0, OffsetDateTime.class)
                .toInstant());
    }

    /** The bodies of all events of that kind, in their order. */
    public List<String> events(UUID run, String kind) {
        return journal.read(dsl -> dsl.fetch(
                        "SELECT body::text FROM underpin.event WHERE run = ? AND kind = ? ORDER BY id", run, kind)
                .map(row -> row.get(0, String.class)));
    }

    /** The body of the latest event of that kind. */
    public Optional<String> latestEvent(UUID run, String kind) {
        return journal.read(dsl -> latestEvent(dsl, run, kind));
    }

    public static Optional<String> latestEvent(DSLContext dsl, UUID run, String kind) {
        return dsl.fetchOptional(
                        "SELECT body::text FROM underpin.event WHERE run = ? AND kind = ? ORDER BY id DESC LIMIT 1",
                        run,
                        kind)
                .map(row -> row.get(0, String.class));
    }
}
