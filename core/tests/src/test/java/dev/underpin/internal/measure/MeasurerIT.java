package dev.underpin.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.plan.Measurement;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.report.MeasurementReport.Verdict;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Question.Identity;
import dev.underpin.spi.program.Question.PlanExpectation;
import dev.underpin.spi.program.Sql;
import dev.underpin.steps.SqlPlugin;
import dev.underpin.testkit.OneByOne;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.TestDatabase;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@PostgresTest
@OneByOne
class MeasurerIT {

    private static final String RECENT = """
            id: recent
            sql: SELECT * FROM notes WHERE room = :room ORDER BY made DESC LIMIT 20
            samples: SELECT DISTINCT room FROM notes ORDER BY room LIMIT 7 -- a few
            runs: 15
            """;

    private final Measurer measurer = new Measurer();

    private Session session;

    @BeforeEach
    void notes(TestDatabase database) {
        database.execute("""
                CREATE SCHEMA app;
                CREATE TYPE app.mood AS ENUM ('good', 'bad');
                CREATE TABLE app.notes (id int, room uuid, author text, mood app.mood, made timestamptz) PARTITION BY RANGE (made);
                CREATE TABLE app.notes_1 PARTITION OF app.notes FOR VALUES FROM ('2024-01-01') TO ('2024-02-01');
                CREATE TABLE app.notes_2 PARTITION OF app.notes FOR VALUES FROM ('2024-02-01') TO ('2024-03-01');
                CREATE TABLE app.notes_3 PARTITION OF app.notes FOR VALUES FROM ('2024-03-01') TO ('2024-04-01');
                INSERT INTO app.notes
                  SELECT i, md5((i % 50)::text)::uuid, 'author' || i % 10, CASE i % 2 WHEN 0 THEN 'good'::app.mood ELSE 'bad' END,
                         timestamptz '2024-01-01 UTC' + i * interval '2 minutes'
                  FROM generate_series(1, 60000) AS i;
                ANALYZE app.notes;
                """);
        session = new Sessions(database.dataSource(), new SearchPath(List.of("app", "public"))).open("test");
    }

    @AfterEach
    void close() {
        session.close();
    }

    private static Measurement measurement(String yaml) {
        return Plan.parse(
                        """
                        apiVersion: underpin/v1
                        plan: measured
                        measure:
                          -
                        %s
                        steps: [ { id: a, uses: sql.assert, with: { sql: SELECT 1, expect: { value: 1 } } } ]
                        """.formatted(yaml.indent(4)),
                        "plan.yaml",
                        PluginRegistry.of(List.of(new SqlPlugin())),
                        Map.of())
                .measurements()
                .get(0);
    }

    private MeasurementReport measure(String yaml) {
        return measurer.after(session, List.of(measurement(yaml)), List.of()).get(0);
    }

    @Test
    void timesWhatTheClientWaitsForAndSaysHowTheServerDoesIt() {
        MeasurementReport before =
                measurer.before(session, List.of(measurement(RECENT))).get(0);

        Sample sample = before.before().orElseThrow();
        assertThat(sample.runs()).isEqualTo(15);
        assertThat(sample.p50Ms()).isPositive().isLessThanOrEqualTo(sample.p95Ms());
        assertThat(sample.p95Ms()).isLessThanOrEqualTo(sample.p99Ms());
        assertThat(sample.executionMs()).isPositive();
        assertThat(sample.access()).isEqualTo("Seq Scan on notes ×3");
        assertThat(sample.plan()).contains("\"Shared Hit Blocks\"").doesNotContain("\"Output\"");
        assertThat(before.verdicts()).isEmpty();
    }

    @Test
    void holdsTheLastMeasurementAgainstTheFirstAndThePlansExpectations(TestDatabase database) {
        Measurement measurement = measurement(RECENT + """
                expect: { p95Below: 10s, executionBelow: 1ms, improvesBy: 20%, usesIndex: notes_room_made, noSeqScanOn: [notes], prunes: true, noJoin: true }
                """);
        List<MeasurementReport> before = measurer.before(session, List.of(measurement));
        database.execute("CREATE INDEX notes_room_made ON app.notes (room, made DESC)");
        database.execute("VACUUM ANALYZE app.notes");

        MeasurementReport after =
                measurer.after(session, List.of(measurement), before).get(0);

        assertThat(after.before()).isEqualTo(before.get(0).before());
        Sample sample = after.after().orElseThrow();
        assertThat(sample.access()).contains("notes_room_made on notes");
        Map<String, Boolean> verdicts = new HashMap<>();
        after.verdicts().forEach(verdict -> verdicts.put(verdict.expectation(), verdict.met()));
        assertThat(verdicts)
                .containsEntry("95th percentile below 10000 ms", true)
                .containsEntry("execution below 1.00 ms", sample.executionMs() < 1)
                .containsEntry("median falls by 20%", true)
                .containsEntry("uses index notes_room_made", true)
                .containsEntry("no sequential scan on notes", true)
                .containsEntry("no join", true);
    }

    @Test
    void seesThatPartitionsAreLeftOutBothWhenPlanningAndWhenRunning() {
        String byTime = """
                id: month
                sql: SELECT count(*) FROM notes WHERE made >= :since
                samples: SELECT timestamptz '2024-03-02 UTC' AS since
                runs: 2
                expect: { prunes: true }
                """;
        String atRunTime = """
                id: month
                sql: SELECT count(*) FROM notes WHERE made >= (SELECT timestamptz '2024-03-02 UTC')
                runs: 2
                expect: { prunes: true }
                """;

        assertThat(measure(byTime).verdicts())
                .containsExactly(new Verdict("prunes partitions", true, "1 of 3 partitions of app.notes"));
        assertThat(measure(atRunTime).verdicts())
                .containsExactly(new Verdict("prunes partitions", true, "1 of 3 partitions of app.notes"));
        assertThat(measure("{ id: all, sql: SELECT count(*) FROM notes, runs: 1, expect: { prunes: true } }")
                        .verdicts())
                .containsExactly(new Verdict("prunes partitions", false, "3 of 3 partitions of app.notes"));
    }

    @Test
    void bindsValuesOfWhateverType() {
        MeasurementReport report = measure("""
                id: types
                sql: SELECT count(*) FROM notes WHERE mood = :mood AND author = ANY (:authors) AND (:nothing::int IS NULL) AND id::text <> ':mood ?'
                samples: SELECT 'good'::app.mood AS mood, ARRAY['author1', 'it''s'] AS authors, NULL::int AS nothing
                runs: 1
                """);

        assertThat(report.verdicts()).isEmpty();
        assertThat(report.after()).isPresent();
    }

    @Test
    void asksAsTheRoleWithItsClaims(TestDatabase database) {
        String role = database.createLogin("reader", "").name();
        database.execute("""
                GRANT USAGE ON SCHEMA app TO "%1$s";
                GRANT SELECT ON app.notes TO "%1$s";
                ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY;
                CREATE POLICY own ON app.notes TO "%1$s"
                  USING (author = (current_setting('request.jwt.claims')::json ->> 'sub') AND current_user = '%1$s');
                """.formatted(role));
        String asRole = """
                id: own
                sql: SELECT * FROM notes
                as: { role: %s, claims: { sub: author3, "https://example.org/claim": x } }
                runs: 1
                """.formatted(role);

        Sample own = measure(asRole).after().orElseThrow();
        assertThat(own.plan()).containsPattern("\"Actual Rows\":6000[.,]");
        assertThat(session.query(Sql.of("SELECT current_user")).first()).isNotEqualTo(role);
    }

    @Test
    void changesNothing(TestDatabase database) {
        MeasurementReport report = measure(
                "{ id: write, sql: WITH gone AS (DELETE FROM notes RETURNING id) TABLE gone, runs: 1, expect: { p95Below: 1s } }");

        assertThat(report.verdicts())
                .containsExactly(
                        new Verdict("can be measured", false, "cannot execute SELECT in a read-only transaction"));
        assertThat(database.queryLong("SELECT count(*) FROM app.notes")).isEqualTo(60000);
    }

    @Test
    void saysWhyAQueryCannotBeMeasuredAndGoesOnWithTheNext() {
        List<MeasurementReport> reports = measurer.before(
                session,
                List.of(
                        measurement("{ id: gone, sql: SELECT * FROM nowhere }"),
                        measurement("{ id: empty, sql: 'SELECT :a', samples: SELECT 1 AS a WHERE false }"),
                        measurement("{ id: unnamed, sql: 'SELECT :a', samples: SELECT 1 AS b }"),
                        measurement("{ id: fine, sql: SELECT 1, runs: 1 }")));

        assertThat(reports)
                .flatMap(MeasurementReport::verdicts)
                .map(Verdict::actual)
                .satisfiesExactly(
                        actual -> assertThat(actual).contains("relation \"nowhere\" does not exist"),
                        actual -> assertThat(actual).isEqualTo("the samples have no row"),
                        actual -> assertThat(actual).contains("column sample.a does not exist"));
        assertThat(reports.get(3).before()).isPresent();
    }

    @Test
    void answersQuestionsAboutPlansAndTimesWithinATransactionThatGoesOnWriting(TestDatabase database) {
        database.execute("CREATE INDEX notes_room_made ON app.notes (room, made DESC)");
        database.execute("VACUUM ANALYZE app.notes");
        Sql query = Sql.queryOfPlan("SELECT * FROM notes WHERE room = '" + new UUID(1, 2) + "'");
        Question shape = new Question.PlanShape(
                query,
                Optional.empty(),
                List.of(
                        new PlanExpectation.UsesIndex("notes_room_made"),
                        new PlanExpectation.UsesIndex("other"),
                        new PlanExpectation.Prunes()));
        Question quick = new Question.Timing(query, Optional.empty(), 3, 95, Duration.ofSeconds(10));
        Question impossible = new Question.Timing(
                query, Optional.of(new Identity("pg_monitor", Map.of())), 3, 95, Duration.ofSeconds(10));

        session.transaction(() -> {
            assertThat(measurer.unmet(session, shape))
                    .satisfiesExactly(
                            unmet -> assertThat(unmet).startsWith("uses index other: app.notes_1_room_made_idx"),
                            unmet -> assertThat(unmet).isEqualTo("prunes partitions: 3 of 3 partitions of app.notes"));
            assertThat(measurer.unmet(session, quick)).isEmpty();
            return session.execute(Sql.of("UPDATE app.notes SET author = 'x' WHERE id = 1"));
        });

        assertThat(database.queryText("SELECT author FROM app.notes WHERE id = 1"))
                .isEqualTo("x");
        assertThat(catchThrowable(() -> measurer.unmet(session, impossible)))
                .hasMessageContaining("relation \"notes\" does not exist");
    }
}
