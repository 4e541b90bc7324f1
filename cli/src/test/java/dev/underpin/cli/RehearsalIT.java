package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.report.MeasurementReport.Trial;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** Whoever only needs an index is told so, before anything is changed. */
@PostgresTest
@SideBySide
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
        return plan("searchPath: [app]", measures, steps);
    }

    private static Plan plan(String settings, String measures, String steps) {
        return Plan.parse(
                """
                apiVersion: underpin/v1
                plan: rehearsed
                settings: { SETTINGS }
                measure:
                """.replace("SETTINGS", settings) + measures + "steps:\n" + steps, "plan.yaml", REGISTRY, Map.of());
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
    void whatEarlierStepsAddIsNewToo(TestDatabase database) {
        RunReport checked = underpin(database).check(plan(notes(database), INDEX + waived(PARTITION)));
        assertThat(rehearsed(checked, "in-room").trials())
                .extracting(
                        trial -> trial.way() + ": " + trial.sample().access().contains("notes_room_at"))
                .containsExactly("as it is: false", "with new indexes only: true", "partitioned: true");
    }

    @Test
    void aLargeTableIsSampledFromItsFirstRowToItsLast(TestDatabase database) {
        notes(database);
        database.execute("""
                TRUNCATE app.notes;
                ALTER TABLE app.notes SET (autovacuum_enabled = false);
                INSERT INTO app.notes (room, at)
                SELECT i % 200, timestamptz '2024-01-15' + i / 400 * interval '1 day'
                FROM generate_series(1, 180000) AS i;
                """);
        Plan plan = plan("""
                  - { id: first, sql: "SELECT * FROM notes WHERE at < '2024-01-25'", runs: 1 }
                  - { id: last, sql: "SELECT * FROM notes WHERE at > '2025-04-01'", runs: 1 }
                """, waived(PARTITION));

        RunReport neverAnalysed = underpin(database).check(plan);
        database.execute("ANALYZE app.notes");
        RunReport analysed = underpin(database).check(plan);

        assertThat(rehearsed(analysed, "last").rows()).isBetween(40_000L, 60_000L);
        for (RunReport report : List.of(neverAnalysed, analysed)) {
            assertThat(rehearsed(report, "last").rows()).isBetween(20_000L, 100_000L);
            for (String id : List.of("first", "last")) {
                assertThat(rehearsed(report, id).trials())
                        .allSatisfy(trial -> assertThat(trial.sample().plan())
                                .satisfies(rows -> assertThat(rowsOf(rows)).isGreaterThan(500)));
            }
        }
    }

    private static double rowsOf(String plan) {
        Matcher rows = Pattern.compile("\"Actual Rows\":([0-9.]+)").matcher(plan);
        assertThat(rows.find()).isTrue();
        return Double.parseDouble(rows.group(1));
    }

    @Test
    void theSameValuesAreBoundInAllWays(TestDatabase database) {
        notes(database);
        RunReport checked = underpin(database).check(plan("""
                  - { id: any, sql: "SELECT * FROM notes WHERE id = :id", samples: SELECT id FROM notes ORDER BY random() LIMIT 1, runs: 1 }
                """, waived(PARTITION)));
        Pattern bound = Pattern.compile("id = '?([0-9]+)");
        assertThat(rehearsed(checked, "any").trials())
                .flatMap(trial -> bound.matcher(trial.sample().plan())
                        .results()
                        .map(found -> found.group(1))
                        .toList())
                .hasSizeGreaterThan(1)
                .containsOnly(bound.matcher(rehearsed(checked, "any")
                                .trials()
                                .get(0)
                                .sample()
                                .plan())
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1));
    }

    /** A query's own table is settled where the plan runs; a table's namesake is not taken for it. */
    @Test
    void queriesAreTriedThatReadTheTableItself(TestDatabase database) {
        notes(database);
        database.execute("CREATE SCHEMA other; CREATE TABLE other.notes (id bigint, at timestamptz)");
        String measures = """
                  - { id: namesake, sql: SELECT count(*) FROM notes, runs: 1 }
                  - { id: both, sql: SELECT count(*) FROM notes JOIN app.notes AS n USING (id), runs: 1 }
                  - { id: nothing, sql: "SELECT * FROM app.notes WHERE at > '2024-03-01' AND at < '2024-02-01'", runs: 1 }
                  - { id: own, sql: SELECT count(*) FROM app.notes, runs: 1 }
                """;
        RunReport checked = underpin(database).check(plan("searchPath: [other, app]", measures, waived(PARTITION)));
        assertThat(checked.measurements()).extracting(MeasurementReport::id).containsExactly("nothing", "own");
        assertThat(rehearsed(checked, "nothing").trials()).hasSize(2);
    }

    @Test
    @Timeout(60)
    void whatDoesNotReadTheTableIsNotRunAndWhatTakesLongIsLeftOut(TestDatabase database) {
        notes(database);
        database.execute("INSERT INTO app.rooms VALUES (1)");
        RunReport checked = underpin(database).check(plan("""
                  - { id: elsewhere, sql: SELECT pg_sleep(100) FROM rooms, runs: 1 }
                  - { id: endless, sql: SELECT pg_sleep(100) FROM notes LIMIT 1, runs: 1 }
                  - { id: quick, sql: SELECT * FROM notes LIMIT 1, runs: 1 }
                """, waived(PARTITION)));
        assertThat(checked.measurements()).extracting(MeasurementReport::id).containsExactly("quick");
    }

    /** A stand-in has no policies, and all its columns could be read: who sees less is not shown more. */
    @Test
    void whoSeesAPartOfTheTableIsLeftOut(TestDatabase database) {
        String measures = notes(database);
        String column = database.createLogin("column", "").name();
        database.execute("GRANT USAGE ON SCHEMA app TO %1$s; GRANT SELECT (id) ON app.notes TO %1$s".formatted(column));
        String all = measures + """
                  - { id: column, sql: SELECT count(id) FROM notes, as: { role: ROLE }, runs: 1 }
                  - { id: nobody, sql: SELECT count(id) FROM notes, as: { role: no_such_role }, runs: 1 }
                """.replace("ROLE", column);
        RunReport checked = underpin(database).check(plan(all, waived(PARTITION)));
        assertThat(checked.measurements()).extracting(MeasurementReport::id).containsExactly("in-room", "by-schema");

        database.execute("ALTER TABLE app.notes ENABLE ROW LEVEL SECURITY");
        RunReport secured = underpin(database).check(plan(all, waived(PARTITION)));
        assertThat(secured.outcome()).as(secured.findings().toString()).isEqualTo(Outcome.DONE);
        assertThat(secured.measurements()).extracting(MeasurementReport::id).containsExactly("in-room");
    }

    /** The owner's function refuses others, and finds its helper on the plan's path alone where a server lets it. */
    @Majors({15, 17})
    void functionsOfTheTableRunAsItsOwnerOrNotAtAll(TestDatabase database) {
        String measures = notes(database);
        String owner = database.createLogin("owner", "").name();
        TestLogin migrator = database.createLogin("migrator", "");
        database.execute("""
                GRANT OWNER, READER TO MIGRATOR;
                GRANT CREATE, TEMPORARY ON DATABASE CHAT TO MIGRATOR;
                GRANT USAGE, CREATE ON SCHEMA app TO MIGRATOR, OWNER;
                ALTER TABLE app.notes OWNER TO OWNER;
                ALTER VIEW app.newest OWNER TO OWNER;
                ALTER TABLE app.rooms OWNER TO OWNER;
                CREATE FUNCTION app.helper(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
                CREATE FUNCTION app.own(room int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
                BEGIN
                  IF current_user <> 'OWNER' THEN RAISE EXCEPTION 'run as %', current_user; END IF;
                  RETURN helper(room);
                END $$;
                SET search_path TO app;
                CREATE INDEX notes_own ON app.notes (app.own(room));
                SET ROLE ITSELF;
                ALTER TABLE app.notes ADD own int GENERATED ALWAYS AS (app.own(room)) STORED;
                """.replace("OWNER TO OWNER", "OWNER TO " + owner)
                .replace("GRANT OWNER, READER", "GRANT " + owner + ", " + database.name() + "_reader")
                .replace(", OWNER;", ", " + owner + ";")
                .replace("'OWNER'", "'" + owner + "'")
                .replace("ITSELF", owner)
                .replace("MIGRATOR", migrator.name())
                .replace("CHAT", database.name())
                .replace("RETURN helper", database.server().major() < 17 ? "RETURN helper" : "RETURN app.helper"));
        PGSimpleDataSource least = new PGSimpleDataSource();
        least.setUrl(database.jdbcUrlAs(migrator));
        Plan plan = plan(measures, waived(PARTITION));
        for (DataSource who : List.of(database.dataSource(), least)) {
            List<String> noticed = new ArrayList<>();
            RunReport checked = noticing(who, noticed).check(plan);
            assertThat(checked.outcome()).as(checked.findings().toString()).isEqualTo(Outcome.DONE);
            assertThat(noticed).isEmpty();
            assertThat(checked.measurements())
                    .extracting(MeasurementReport::id)
                    .containsExactly("in-room", "by-schema");
        }

        database.execute("REVOKE TEMPORARY ON DATABASE " + database.name() + " FROM PUBLIC");
        List<String> noticed = new ArrayList<>();
        RunReport checked = noticing(least, noticed).check(plan);
        assertThat(checked.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(checked.findings().toString()).contains("E1405", "TEMPORARY on DATABASE");
        assertThat(checked.measurements()).isEmpty();
        assertThat(noticed).isEmpty();
    }

    private static Underpin noticing(DataSource who, List<String> noticed) {
        return Underpin.builder()
                .dataSource(who)
                .registry(REGISTRY)
                .listener(event -> noticed.addAll(notices(event)))
                .build();
    }

    private static List<String> notices(RunEvent event) {
        return event instanceof RunEvent.Noticed noticed
                        && noticed.problem().finding().code().equals("N2205")
                ? List.of(noticed.problem().finding().message())
                : List.of();
    }

    @Test
    void aTrialThatHasToWaitIsLeftOutAndTold(TestDatabase database) {
        String measures = notes(database);
        List<String> noticed = new ArrayList<>();
        try (TestSession locker = database.session()) {
            RunReport checked = Underpin.builder()
                    .dataSource(database.dataSource())
                    .registry(REGISTRY)
                    .listener(event -> {
                        noticed.addAll(notices(event));
                        if (begins(event)) {
                            locker.execute("BEGIN; LOCK TABLE app.notes IN ACCESS EXCLUSIVE MODE");
                        }
                    })
                    .build()
                    .check(plan("searchPath: [app], maxLockWait: 3s", measures, waived(PARTITION)));
            assertThat(checked.outcome()).isEqualTo(Outcome.DONE);
            assertThat(checked.measurements()).isEmpty();
        }
        assertThat(noticed).singleElement().asString().contains("app.notes").contains("lock timeout");
    }

    private static boolean begins(RunEvent event) {
        return event instanceof RunEvent.ActionStarted started && started.key().equals("rehearse");
    }

    @Test
    void whoInsistsOnStoppingStopsTheTrialAtOnce(TestDatabase database) {
        notes(database);
        Underpin underpin = underpin(database);
        Plan plan = plan("""
                  - { id: cancelled, sql: SELECT pg_sleep(4) FROM notes LIMIT 1, runs: 1 }
                  - { id: next, sql: SELECT pg_sleep(4) FROM notes LIMIT 1, runs: 10 }
                """, waived(PARTITION));
        CompletableFuture<RunReport> checking = CompletableFuture.supplyAsync(() -> underpin.check(plan));
        await().atMost(Duration.ofMinutes(1)).until(() -> database.queryBoolean("""
                SELECT EXISTS (SELECT FROM pg_stat_activity
                 WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT /* underpin */ pg_sleep%')"""));
        underpin.requestStop();
        underpin.requestStop();

        assertThat(catchThrowable(() -> checking.get(3, TimeUnit.SECONDS)))
                .cause()
                .asInstanceOf(type(Failure.class))
                .extracting(Failure::outcome)
                .isEqualTo(Outcome.STOPPED);
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
                        "searchPath: [app], lockTimeout: 30s",
                        notes(database),
                        waived(PARTITION).replace("1 month", "1 week").replace("ahead: 1", "ahead: 100")));
        assertThat(checked.outcome()).as(checked.findings().toString()).isEqualTo(Outcome.DONE);
        assertThat(checked.measurements()).isEmpty();
    }
}
