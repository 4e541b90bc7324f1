package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.report.MeasurementReport.Trial;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever only needs an index is told so, before anything is changed. */
@PostgresTest
class RehearsalIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    private static final String MEASURES = """
              - id: in-room
                sql: SELECT * FROM notes WHERE room = :room ORDER BY at DESC LIMIT 20
                samples: SELECT DISTINCT room FROM notes
                runs: 20
              - id: by-schema
                sql: SELECT n.* FROM app.notes AS n WHERE n.id = :id
                samples: SELECT id FROM app.notes LIMIT 5
                as: { role: READER }
                runs: 20
              - { id: elsewhere, sql: SELECT count(*) FROM rooms, runs: 5 }
              - { id: by-view, sql: SELECT count(*) FROM newest, runs: 5 }
              - { id: wrong, sql: SELECT nothing FROM notes, runs: 5 }
            """;

    private static final String PARTITION = """
              - id: partition
                uses: partitioning.convert
                with: { table: app.notes, range: { column: at, interval: 1 month, ahead: 1 }, oldKey: lost }
            """;

    private static final String INDEX = """
              - id: index
                uses: indexing.create
                with: { table: app.notes, name: notes_room_at, keys: [ { column: room }, { column: at, order: desc } ] }
            """;

    private static Plan plan(String measures, String steps) {
        return Plan.parse("""
                apiVersion: underpin/v1
                plan: rehearsed
                settings: { searchPath: [app] }
                measure:
                """ + measures + "steps:\n" + steps, "plan.yaml", REGISTRY, Map.of());
    }

    private static Underpin underpin(TestDatabase database) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .build();
    }

    /** The measurements, whose reader may read. */
    private static String notes(TestDatabase database) {
        String reader = database.createLogin("reader", "").name();
        database.execute("""
                CREATE SCHEMA app;
                CREATE TABLE app.rooms (id int PRIMARY KEY);
                CREATE TABLE app.notes (
                    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, room int NOT NULL, "Text" text UNIQUE,
                    words int GENERATED ALWAYS AS (length("Text")) STORED, at timestamptz NOT NULL);
                INSERT INTO app.notes (room, "Text", at)
                SELECT i % 200, 'note ' || i, timestamptz '2024-01-15' + i % 400 * interval '1 day'
                FROM generate_series(1, 20000) AS i;
                CREATE VIEW app.newest AS SELECT max(at) AS at FROM app.notes;
                GRANT USAGE ON SCHEMA app TO READER;
                GRANT SELECT ON app.notes TO READER;
                ANALYZE app.notes;
                """.replace("READER", reader));
        return MEASURES.replace("READER", reader);
    }

    private static Rehearsed rehearsed(RunReport report, String id) {
        return report.measurements().stream()
                .filter(measurement -> measurement.id().equals(id))
                .findFirst()
                .flatMap(MeasurementReport::rehearsed)
                .orElseThrow();
    }

    private static String waived(String step) {
        return step.replace("oldKey: lost", "oldKey: lost, waive: [\"unique:notes_Text_key\"]");
    }

    @Majors({14, 15, 17, 18})
    void queriesAreTriedAsItIsWithTheIndexAloneAndPartitioned(TestDatabase database) {
        String measures = notes(database);
        CatalogSnapshot before = CatalogSnapshot.of(database);

        RunReport checked = underpin(database).check(plan(measures, waived(PARTITION) + INDEX));

        assertThat(checked.outcome()).as(checked.findings().toString()).isEqualTo(Outcome.DONE);
        assertThat(checked.measurements()).extracting(MeasurementReport::id).containsExactly("in-room", "by-schema");
        Rehearsed inRoom = rehearsed(checked, "in-room");
        assertThat(inRoom.table()).hasToString("app.notes");
        assertThat(inRoom.rows()).isEqualTo(20_000);
        assertThat(inRoom.trials())
                .extracting(Trial::way)
                .containsExactly("as it is", "with new indexes only", "partitioned");
        assertThat(inRoom.trials())
                .extracting(Trial::sample)
                .satisfiesExactly(
                        asItIs -> assertThat(asItIs.access()).contains("Seq Scan on notes"),
                        indexed -> assertThat(indexed.access())
                                .contains("notes_room_at")
                                .contains("on notes"),
                        parted -> assertThat(parted.access())
                                .contains("notes_room_at")
                                .contains("×"));
        assertThat(rehearsed(checked, "by-schema").trials())
                .extracting(Trial::sample)
                .extracting(Sample::access)
                .allMatch(access -> access.contains("Index Scan"));
        for (Rehearsed each : List.of(inRoom, rehearsed(checked, "by-schema"))) {
            List<Double> medians =
                    each.trials().stream().map(trial -> trial.sample().p50Ms()).toList();
            double planned = medians.get(medians.size() - 1);
            assertThat(each.advice().isPresent())
                    .isEqualTo(medians.stream().limit(2).anyMatch(lesser -> lesser <= planned));
        }
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(database.queryLong("SELECT count(*) FROM pg_class WHERE relpersistence = 't'"))
                .isZero();
    }

    @Test
    void theReportOfARunTellsItBesideWhatWasMeasured(TestDatabase database) {
        String measures = notes(database);

        RunReport applied = underpin(database).apply(plan(measures, waived(PARTITION) + INDEX));

        MeasurementReport inRoom = applied.measurements().get(0);
        assertThat(inRoom.before()).isPresent();
        assertThat(inRoom.after()).isPresent();
        assertThat(rehearsed(applied, "in-room").trials()).hasSize(3);
        assertThat(applied.measurements().get(2).rehearsed()).isEmpty();
        assertThat(rehearsed(
                        underpin(database)
                                .status(Optional.of("rehearsed"))
                                .runs()
                                .get(0),
                        "in-room"))
                .isEqualTo(rehearsed(applied, "in-room"));
    }

    @Test
    void withoutANewIndexThereAreTwoWays(TestDatabase database) {
        RunReport checked = underpin(database).check(plan(notes(database), waived(PARTITION)));
        assertThat(rehearsed(checked, "in-room").trials())
                .extracting(Trial::way)
                .containsExactly("as it is", "partitioned");
    }

    @Test
    void aLargeTableIsSampledFromEverywhere(TestDatabase database) {
        notes(database);
        database.execute("""
                INSERT INTO app.notes (room, at)
                SELECT i % 200, timestamptz '2024-01-15' + i / 400 * interval '1 day'
                FROM generate_series(1, 160000) AS i;
                ANALYZE app.notes;
                """);
        RunReport checked = underpin(database).check(plan("""
                  - { id: months, sql: "SELECT date_trunc('month', at) FROM notes GROUP BY 1", runs: 2 }
                """, waived(PARTITION)));
        Rehearsed months = rehearsed(checked, "months");
        assertThat(months.rows()).isBetween(40_000L, 50_000L);
        assertThat(months.trials().get(1).sample().plan())
                .contains("notes_2024_01")
                .contains("notes_2025_02");
    }

    @Test
    void whatIsRefusedIsNotTried(TestDatabase database) {
        RunReport checked = underpin(database).check(plan(notes(database), PARTITION));
        assertThat(checked.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(checked.measurements()).isEmpty();
    }

    @Test
    void whereATrialIsNotPossibleNothingIsTold(TestDatabase database) {
        RunReport checked = underpin(database)
                .check(plan(
                        notes(database),
                        waived(PARTITION).replace("1 month", "1 week").replace("ahead: 1", "ahead: 100")));
        assertThat(checked.outcome()).as(checked.findings().toString()).isEqualTo(Outcome.DONE);
        assertThat(checked.measurements()).isEmpty();
    }
}
