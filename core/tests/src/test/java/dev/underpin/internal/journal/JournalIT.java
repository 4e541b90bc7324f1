package dev.underpin.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.underpin.db.Session;
import dev.underpin.internal.journal.Checkpoints.Segment;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.internal.journal.Runs.StepRow;
import dev.underpin.report.Failure;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written down is found again, in its order, and says what became of it. */
@PostgresTest
@SideBySide
class JournalIT {

    private TestDatabase database;
    private JournalBench bench;
    private Programs programs;

    @BeforeEach
    void journal(TestDatabase fresh) {
        database = fresh;
        bench = new JournalBench(fresh);
        programs = bench.programs();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static Transaction action(String key) {
        return Transaction.of(
                key,
                "Do " + key,
                Undo.by(Transaction.of(key + ".undo", "Take it back", Undo.NONE, Sql.of("SELECT 'é\\n\"' -- 2"))),
                Sql.of("SELECT 1"));
    }

    private ProgramRow opened(Action... actions) {
        return programs.open(
                0, ProgramRole.APPLY, Optional.empty(), 0, Program.of(actions), Map.of("asked", "answered"));
    }

    private List<ActionState> states(ProgramRow program) {
        return programs.actions(program.id()).stream().map(ActionRow::state).toList();
    }

    @Test
    void aProgramIsWrittenDownWholeBeforeAnythingOfItIsDone() {
        ProgramRow opened = opened(
                action("one"),
                new Parallel("both", "Do both", 2, List.of(action("left"), action("right"))),
                action("two"));

        assertThat(programs.of(0)).containsExactly(opened);
        assertThat(programs.actions(opened.id()))
                .extracting(ActionRow::path, ActionRow::key, ActionRow::state)
                .containsExactly(
                        tuple("0", "one", ActionState.PENDING),
                        tuple("1", "both", ActionState.PENDING),
                        tuple("1.0", "left", ActionState.PENDING),
                        tuple("1.1", "right", ActionState.PENDING),
                        tuple("2", "two", ActionState.PENDING));
        assertThat(programs.latest()).isEqualTo(opened.id());
    }

    @Test
    void programsComeInTheOrderInWhichTheyWereWritten() {
        ProgramRow first = opened(action("one"));
        ProgramRow round = programs.open(
                0,
                ProgramRole.ROUND,
                Optional.of(programs.actions(first.id()).get(0).id()),
                1,
                Program.of(action("in")),
                Map.of());
        ProgramRow last = programs.open(0, ProgramRole.UNDO, Optional.empty(), 0, Program.EMPTY, Map.of());
        assertThat(programs.of(0)).containsExactly(first, round, last);
        assertThat(programs.of(1)).isEmpty();
    }

    /** Begun, and nobody has seen its end: that is another state than not begun, and it stays after its runner. */
    @Test
    void anUnfinishedActionIsSeenAsSuch() {
        ProgramRow program = opened(action("one"), action("two"), action("three"));
        List<ActionRow> rows = programs.actions(program.id());
        programs.begin(rows.get(0).id());
        programs.end(rows.get(0).id(), ActionState.APPLIED, 7, Map.of("made", "this"));
        programs.begin(rows.get(1).id());
        JournalBench.kill(bench.control(), database);

        try (Session reading = bench.session("reading")) {
            Programs later = new Programs(JournalWriter.readOnly(reading), bench.json(), bench.run());
            List<ActionRow> found = later.actions(program.id());
            assertThat(found)
                    .extracting(ActionRow::state)
                    .containsExactly(ActionState.APPLIED, ActionState.INTENT, ActionState.PENDING);
            assertThat(found.get(0).rows()).isEqualTo(7);
            assertThat(found.get(0).evidence()).containsExactly(Map.entry("made", "this"));
            assertThat(found.get(1).began().orElseThrow())
                    .isGreaterThan(found.get(0).began().orElseThrow());
            assertThat(found.get(2).began()).isEmpty();
            assertThat(later.applied(0, "two")).isTrue();
            assertThat(later.applied(0, "three")).isFalse();
            assertThat(later.evidence(0, "one", "made")).contains("this");
        }
    }

    @Test
    void aSecondBeginningKeepsTheFirst() {
        ProgramRow program = opened(action("one"), action("two"));
        List<ActionRow> rows = programs.actions(program.id());
        programs.begin(rows.get(0).id());
        programs.begin(rows.get(1).id());
        programs.begin(rows.get(0).id());
        List<ActionRow> begun = programs.actions(program.id());
        assertThat(begun.get(0).began().orElseThrow())
                .isLessThan(begun.get(1).began().orElseThrow());
        assertThat(begun).extracting(ActionRow::attempts).containsExactly(2, 1);
        programs.notBegun(rows.get(0).id());
        assertThat(states(program)).containsExactly(ActionState.PENDING, ActionState.INTENT);
    }

    /** An action that is a transaction took effect exactly if its entry says so. */
    @Test
    void anEntryStandsAndFallsWithItsTransaction() {
        ProgramRow program = opened(action("one"), action("two"));
        List<ActionRow> rows = programs.actions(program.id());
        Session worker = bench.session("worker");
        assertThatThrownBy(() -> worker.transaction(() -> {
                    worker.command("CREATE TABLE public.made ()");
                    programs.appliedWithin(worker, rows.get(0).id(), 0, Map.of());
                    throw new IllegalStateException("before its commit");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(states(program)).containsExactly(ActionState.PENDING, ActionState.PENDING);
        assertThat(database.queryBoolean("SELECT to_regclass('made') IS NULL")).isTrue();

        worker.transaction(() -> {
            worker.command("CREATE TABLE public.made ()");
            programs.appliedWithin(worker, rows.get(0).id(), 3, Map.of());
            return worker;
        });
        assertThat(states(program)).containsExactly(ActionState.APPLIED, ActionState.PENDING);
        assertThat(database.queryBoolean("SELECT to_regclass('made') IS NOT NULL"))
                .isTrue();
    }

    @Test
    void whatAClosedProgramHadNotBegunIsAbandoned() {
        ProgramRow program = opened(action("one"), action("two"), action("three"));
        List<ActionRow> rows = programs.actions(program.id());
        programs.end(rows.get(0).id(), ActionState.APPLIED, 0, Map.of());
        programs.begin(rows.get(1).id());
        programs.close(program.id(), ProgramState.DONE);
        assertThat(states(program)).containsExactly(ActionState.APPLIED, ActionState.INTENT, ActionState.ABANDONED);
        programs.abandon(program.id());
        assertThat(states(program)).containsExactly(ActionState.APPLIED, ActionState.ABANDONED, ActionState.ABANDONED);
        assertThat(programs.of(0)).extracting(ProgramRow::state).containsExactly(ProgramState.ABANDONED);
    }

    @Test
    void aProgramThatSomebodyHasEditedIsRefused() {
        opened(action("one"));
        database.update(
                "UPDATE underpin.program SET body = jsonb_set(body, '{program,actions,0,title}', '\"Do other\"')");
        assertThatThrownBy(() -> bench.programs().of(0))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure)
                                .hasMessageContaining("is not what was written down")
                                .hasMessageContaining("nothing of it was executed"));
    }

    /** As a step's: whatever a record can hold. */
    record Memory(String text, Optional<String> absent, List<Long> numbers, Map<String, QualifiedName> names) {}

    @Test
    void memoryComesBackAsItWasAndIsWrittenOnce() {
        Memory memory = new Memory(
                "\"é\\\n\u2028 {0} '",
                Optional.empty(), List.of(Long.MAX_VALUE, -1L), Map.of("a", QualifiedName.of("S", "t\"")));
        bench.runs().memory(bench.run(), 0, bench.json().text(memory));
        bench.runs().memory(bench.run(), 0, bench.json().text(new Memory("", Optional.empty(), List.of(), Map.of())));

        StepRow step = bench.runs().stepsNow(bench.run()).get(0);
        assertThat(bench.json().read(step.memory().orElseThrow(), Memory.class)).isEqualTo(memory);
        assertThat(bench.runs().remembered(bench.run(), 0, "text")).contains(memory.text());

        bench.runs().forget(bench.run(), 0);
        assertThat(bench.runs().stepsNow(bench.run()).get(0).memory()).isEmpty();
    }

    @Test
    void aMemoryThatLacksWhatIsAskedForIsRefusedByName() {
        assertThatThrownBy(() -> bench.json().read("{\"txt\": \"renamed\"}", Memory.class))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure).hasMessageContaining("a Memory that cannot be read"));
        assertThatThrownBy(() -> bench.json().read("{\"text\": \"and nothing else\"}", Memory.class))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure)
                                .hasMessageContaining("a Memory that cannot be read here: numbers is not as expected"));
    }

    /** Each table with its columns, and each column with its type as the server calls it. */
    @Test
    void theTablesAreAsTheConstantsSay() {
        DSLContext dsl = bench.control().dsl();
        Map<String, String> said = new TreeMap<>();
        for (JournalTables.JournalTable table : JournalTables.ALL) {
            table.fieldStream()
                    .forEach(column -> said.put(table.getName() + "." + column.getName(), type(dsl, column)));
        }
        Map<String, String> found =
                dsl.fetch("""
                        SELECT c.relname || '.' || a.attname AS name, a.atttypid::regtype::text AS type
                        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
                        WHERE c.relnamespace = 'underpin'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
                        """).intoMap(row -> row.get("name", String.class), row -> row.get("type", String.class));
        assertThat(said).isEqualTo(found).hasSizeGreaterThan(70);
    }

    private static String type(DSLContext dsl, Field<?> column) {
        return dsl.select(DSL.field("pg_typeof({0})::text", String.class, DSL.castNull(column.getDataType())))
                .fetchSingle()
                .value1();
    }

    @Test
    void claimsAreAllGivenOrNone() {
        QualifiedName ours = QualifiedName.of("public", "ours");
        QualifiedName theirs = QualifiedName.of("public", "theirs");
        database.update("""
                INSERT INTO underpin.run (id, plan, state, operation, canonical, sha256, tool, actor)
                VALUES ('00000000-0000-0000-0000-000000000001', 'other', 'APPLIED', 'APPLY', '{}', '', '', '')""");
        database.update(
                "INSERT INTO underpin.claim (schema_name, relation, run) VALUES ('public', 'theirs', '00000000-0000-0000-0000-000000000001')");
        assertThat(bench.claims().claim(bench.run(), List.of(ours, theirs)))
                .containsExactly(Map.entry(theirs, "other"));
        assertThat(database.queryLong("SELECT count(*) FROM underpin.claim")).isOne();
        assertThat(bench.claims().claim(bench.run(), List.of(ours))).isEmpty();
        assertThat(bench.claims().claim(bench.run(), List.of(ours)))
                .as("a second time")
                .isEmpty();
        bench.claims().release(bench.run());
        assertThat(database.queryTexts("SELECT relation FROM underpin.claim")).containsExactly("theirs");
    }

    @Test
    void aCheckpointMovesWithItsChunk() {
        long action = bench.journaled(action("copy"));
        Checkpoints checkpoints = bench.checkpoints();
        Segment first = new Segment(0, "(0,0)", "(9,0)", "(0,0)", 4711, 0);
        Segment second = new Segment(1, "(9,0)", "(20,0)", "(9,0)", 4711, 0);
        checkpoints.freeze(action, List.of(first, second));
        Session worker = bench.session("worker");
        worker.transaction(() -> {
            checkpoints.advance(worker, action, 1, "(12,0)", 30);
            return worker;
        });
        assertThatThrownBy(() -> worker.transaction(() -> {
                    checkpoints.advance(worker, action, 0, "(5,0)", 50);
                    throw new IllegalStateException("before its commit");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(checkpoints.of(action))
                .containsExactly(first, new Segment(1, "(9,0)", "(20,0)", "(12,0)", 4711, 30));
        checkpoints.freeze(action, List.of(first));
        assertThat(checkpoints.of(action)).containsExactly(first);
        List<String> key = List.of("a,\"b", "", "é");
        assertThat(checkpoints.key(checkpoints.position(key))).isEqualTo(key);
    }

    @Test
    void aSecondCreationChangesNothing() {
        JournalSchema.ensure(bench.control(), "another tool");
        assertThat(database.queryTexts("SELECT tool FROM underpin.version")).containsExactly("test");
        assertThat(JournalSchema.exists(bench.control())).isTrue();
    }
}
