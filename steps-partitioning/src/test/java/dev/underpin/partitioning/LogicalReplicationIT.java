package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.Outcome;
import dev.underpin.spi.finding.Finding;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.List;

/** Subscribers on another server go on while a published table is converted, or the conversion is refused. */
@PostgresTest
@SideBySide
class LogicalReplicationIT {

    private static final String NOTES =
            "CREATE TABLE notes (id int PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now());";
    private static final String OTHER = "CREATE TABLE other (id int PRIMARY KEY);";
    private static final String ROWS = "SELECT id || ' ' || text || ' ' || at FROM notes ORDER BY id";

    private static final String PLAN =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 }, cutover: manual%s }";

    private static TestDatabase publisher(PostgresServer server, String publication) {
        TestDatabase database = server.createDatabase();
        database.execute(NOTES + OTHER
                + "INSERT INTO notes SELECT n, 'n' || n, now() - n * interval '2 days' FROM generate_series(1, 40) AS n;"
                + publication);
        return database;
    }

    /** On another server. */
    private static Subscriber subscriber(TestDatabase publisher) {
        int major = publisher.server().major() == 15 ? 17 : 15;
        return Subscriber.of(publisher, PostgresServer.major(major), "feed", NOTES + OTHER);
    }

    private static void write(TestDatabase database, int id) {
        database.execute(
                "INSERT INTO notes (id, text) VALUES (%1$s, 'new'); UPDATE notes SET text = 'changed' WHERE id = %1$s - 100;"
                                .formatted(id)
                        + " DELETE FROM notes WHERE id = %1$s - 90; UPDATE notes SET at = at - interval '1 month' WHERE id = %1$s - 80; INSERT INTO other VALUES (%1$s)"
                                .formatted(id));
    }

    @Majors({14, 15, 17, 18})
    void aPublicationOfEverythingIsRefusedBeforeAnythingIsCreated(PostgresServer server) {
        refusedBeforeAnythingIsCreated(server, "FOR ALL TABLES", "E1206");
    }

    @Majors({15, 17, 18})
    void soIsAPublicationOfTheSchema(PostgresServer server) {
        refusedBeforeAnythingIsCreated(server, "FOR TABLES IN SCHEMA public", Codes.PUBLICATION.id());
    }

    private static void refusedBeforeAnythingIsCreated(PostgresServer server, String whole, String code) {
        try (TestDatabase database = publisher(server, "CREATE PUBLICATION feed " + whole);
                Subscriber subscriber = subscriber(database)) {
            CatalogSnapshot before = CatalogSnapshot.of(database);
            Conversions conversions = Conversions.of(database, PLAN.formatted(""));

            Told checked = conversions.check();
            Told applied = conversions.apply();

            checked.refusedBy(code);
            applied.refusedBy(code);
            assertThat(applied.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(applied.problems())
                    .anySatisfy(problem ->
                            assertThat(problem.finding().remedy()).contains("waive: [\"publication:feed\"]"));
            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
            assertThat(database.queryLong("SELECT count(*) FROM pg_namespace WHERE nspname = 'underpin'"))
                    .isZero();
            write(database, 101);
            subscriber.keepsUp();
            subscriber.follows(ROWS);
        }
    }

    @Majors({14, 15, 17, 18})
    void waivedItGoesOnWithTheTablesThatTheCheckPrints(PostgresServer server) {
        String publication = "CREATE PUBLICATION feed FOR ALL TABLES WITH (publish_via_partition_root = true)";
        try (TestDatabase database = publisher(server, publication);
                Subscriber subscriber = subscriber(database)) {
            CatalogSnapshot before = CatalogSnapshot.of(database);
            Conversions conversions = Conversions.of(database, PLAN.formatted(", waive: [\"publication:feed\"]"));

            printed(conversions.check()).forEach(subscriber.database()::execute);
            throughAWholeLife(database, subscriber, conversions);

            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
            assertThat(subscriber.database().queryLong("SELECT count(*) FROM notes_retired"))
                    .isZero();
        }
    }

    @Majors({15, 18})
    void soDoesAPublicationOfTheSchema(PostgresServer server) {
        String publication =
                "CREATE PUBLICATION feed FOR TABLES IN SCHEMA public WITH (publish_via_partition_root = true)";
        try (TestDatabase database = publisher(server, publication);
                Subscriber subscriber = subscriber(database)) {
            Conversions conversions = Conversions.of(database, PLAN.formatted(", waive: [\"publication:feed\"]"));

            printed(conversions.check()).forEach(subscriber.database()::execute);
            throughAWholeLife(database, subscriber, conversions);
        }
    }

    /** What the check tells to execute at the subscribers. */
    private static List<String> printed(Told checked) {
        checked.done();
        List<String> scripts = checked.problems().stream()
                .map(problem -> problem.finding())
                .filter(finding -> finding.severity() == Finding.Severity.NOTE)
                .map(Finding::remedy)
                .filter(remedy -> remedy.startsWith("Execute at each subscriber"))
                .map(remedy -> remedy.substring(remedy.indexOf('\n')))
                .toList();
        assertThat(scripts).isNotEmpty();
        return scripts;
    }

    private static void throughAWholeLife(TestDatabase database, Subscriber subscriber, Conversions conversions) {
        conversions
                .applyWith(() -> {
                    write(database, 101);
                    subscriber.follows(ROWS);
                })
                .done();
        subscriber.follows(ROWS);
        write(database, 102);
        subscriber.follows(ROWS);
        conversions.maintain().done();
        write(database, 103);
        conversions.rollback().done();
        write(database, 104);
        subscriber.follows(ROWS);
        subscriber.follows("SELECT id FROM other ORDER BY id");
        subscriber.keepsUp();
    }

    @Majors({14, 17})
    void aListedTableKeepsItsSubscribers(PostgresServer server) {
        String publication = "CREATE PUBLICATION feed FOR TABLE notes, other WITH (publish_via_partition_root = true)";
        try (TestDatabase database = publisher(server, publication);
                Subscriber subscriber = subscriber(database)) {
            CatalogSnapshot before = CatalogSnapshot.of(database);

            throughAWholeLife(database, subscriber, Conversions.of(database, PLAN.formatted("")));

            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        }
    }

    @Majors({15})
    void publishedByPartitionTheRowsArriveInThePartitionsThatTheCheckPrints(PostgresServer server) {
        try (TestDatabase database = publisher(server, "CREATE PUBLICATION feed FOR TABLE notes, other");
                Subscriber subscriber = subscriber(database)) {
            Conversions.of(database, PLAN.formatted("")).check().refusedBy(Codes.PUBLISHED_BY_PARTITION.id());
            Conversions conversions = Conversions.of(database, PLAN.formatted(", waive: [\"by-partition:feed\"]"));

            printed(conversions.check()).forEach(subscriber.database()::execute);
            conversions.applyWith(() -> write(database, 101)).done();
            write(database, 102);
            subscriber.keepsUp();
            try (var session = subscriber.database().session()) {
                session.execute("ALTER SUBSCRIPTION " + subscriber.database().name() + " REFRESH PUBLICATION");
            }
            write(database, 103);

            String leaf = "notes_" + database.queryText("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM')");
            subscriber.follows("SELECT id || ' ' || text FROM " + leaf + " ORDER BY id");
        }
    }
}
