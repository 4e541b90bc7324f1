package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Step types one after the other on the same table, in one plan: each is planned over what the ones before it are going to leave. */
@SideBySide
class StepsOnOneTableIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    private static final String CONVERT = """
              - id: partition
                uses: partitioning.convert
                with: { table: notes, range: { column: at, interval: 1 month }, oldKey: lost }
            """;
    private static final String INDEX = """
              - id: index
                uses: indexing.create
                with: { table: notes, name: notes_text, keys: [ { column: text } ] }
            """;
    private static final String POLICIES = """
              - id: policies
                uses: rls.policies
                with: { table: notes, policies: [ { name: own, command: select, using: id < 100 } ] }
            """;
    private static final String VIEW = """
              - id: view
                uses: matviews.create
                with: { name: notes_by_text, query: "SELECT text, count(*) AS n FROM public.notes GROUP BY 1", uniqueKey: [text] }
            """;
    private static final String COLUMN = """
              - id: column
                uses: sql.run
                with:
                  apply: [ALTER TABLE notes ADD COLUMN kind text DEFAULT 'plain']
                  rollback: [ALTER TABLE notes DROP COLUMN kind]
            """;

    private static final String GRANT = """
              - id: grant
                uses: table.grant
                with: { table: notes, privileges: [select], to: [public] }
            """;
    private static final String COMMENT = """
              - id: comment
                uses: table.comment
                with: { table: notes, comment: "What rights=people key=have." }
            """;
    private static final String FILLED = """
              - id: filled
                uses: column.add
                with: { table: notes, column: long, type: int, notNull: true, backfill: { from: { expression: length(text) } } }
            """;

    @TestFactory
    Stream<DynamicTest> comeThroughAndBackAsAWhole() {
        return Stream.of(
                        List.of(INDEX, POLICIES, CONVERT),
                        List.of(COLUMN, CONVERT),
                        List.of(CONVERT, POLICIES, INDEX),
                        List.of(CONVERT, COLUMN, VIEW),
                        List.of(CONVERT, GRANT, COMMENT),
                        List.of(CONVERT, FILLED),
                        List.of(FILLED, POLICIES),
                        List.of(INDEX, POLICIES, COLUMN, VIEW),
                        List.of(VIEW, COLUMN, POLICIES, INDEX))
                .map(steps -> DynamicTest.dynamicTest(names(steps), () -> comesThroughAndBack(steps)));
    }

    private static void comesThroughAndBack(List<String> steps) {
        try (TestDatabase database = notes()) {
            CatalogSnapshot structure = CatalogSnapshot.of(database);
            DataDigest contents = DataDigest.of(database, "public.notes");

            done(underpin(database).apply(plan(steps)));
            RunReport verified = underpin(database).verify("pairs");
            done(verified);
            if (!steps.contains(COLUMN)) {
                assertThat(told(verified)).doesNotContain("E3081");
            }
            done(underpin(database).rollback("pairs", Optional.empty()));

            CatalogSnapshot after = CatalogSnapshot.of(database);
            assertThat(after).as(() -> structure.diff(after)).isEqualTo(structure);
            assertThat(DataDigest.of(database, "public.notes")).isEqualTo(contents);
        }
    }

    /** A materialized view that stands on the table would stay with the old one. */
    @Test
    void whatAnEarlierStepMakesInTheWayOfAConversionIsRefusedByTheCheck() {
        try (TestDatabase database = notes()) {
            RunReport checked = underpin(database).check(plan(List.of(VIEW, CONVERT)));

            assertThat(checked.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(checked.findings()).anySatisfy(problem -> {
                assertThat(problem.error()).isTrue();
                assertThat(problem.finding().message()).contains("notes_by_text");
            });
        }
    }

    /** Not until the next maintenance: some roles read all tables that have no row security. */
    @Test
    void whoIsKeptFromRowsByALaterStepDoesNotFindThemInTheRetiredTable() {
        try (TestDatabase database = notes()) {
            String dumper = database.createLogin("dumper", "").name();
            database.execute("GRANT pg_read_all_data TO " + dumper);

            done(underpin(database).apply(plan(List.of(CONVERT, POLICIES))));

            try (TestSession session = database.sessionAs(dumper)) {
                assertThat(session.queryLong("SELECT count(*) FROM notes")).isEqualTo(99);
                assertThat(session.queryLong("SELECT count(*) FROM notes_retired"))
                        .isZero();
            }
            assertThat(underpin(database)
                            .status(Optional.of("pairs"))
                            .runs()
                            .get(0)
                            .findings())
                    .isEmpty();
        }
    }

    private static void done(RunReport report) {
        assertThat(report.outcome()).as(() -> told(report)).isEqualTo(Outcome.DONE);
    }

    private static String told(RunReport report) {
        List<String> lines = new ArrayList<>();
        report.findings()
                .forEach(problem -> lines.add(
                        problem.finding().code() + " " + problem.finding().message() + " " + problem.details()));
        return report.command() + ": " + String.join("\n", lines);
    }

    private static Plan plan(List<String> steps) {
        return Plan.parse(
                "apiVersion: underpin/v1\nplan: pairs\nsettings: { lockTimeout: 2s }\nsteps:\n"
                        + String.join("", steps),
                "plan.yaml",
                REGISTRY,
                Map.of());
    }

    private static String names(List<String> steps) {
        return String.join(
                ", then ",
                steps.stream()
                        .map(step -> step.lines()
                                .findFirst()
                                .orElseThrow()
                                .replace("- id: ", "")
                                .strip())
                        .toList());
    }

    private static Underpin underpin(TestDatabase database) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .build();
    }

    private static TestDatabase notes() {
        return PostgresServer.shared().createDatabase("notes for pairs of steps", database -> database.execute("""
                CREATE TABLE notes (id int PRIMARY KEY, text text, at timestamptz NOT NULL);
                INSERT INTO notes SELECT i, 'note ' || i % 20, timestamptz '2024-01-15' + i % 40 * interval '1 day'
                FROM generate_series(1, 200) AS i;
                ANALYZE notes;
                """));
    }
}
