package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.underpin.testkit.Majors;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;

/** What becomes of a key that the new table does not have: guarded by a registry, or by the old table itself. */
@SideBySide
class OldKeyIT {

    private static final String GUARDED =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 1, before: MINVALUE, default: partition }, cutover: manual }";
    private static final String SYNCHRONOUS =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 1, before: MINVALUE, default: partition }, reverse: synchronous, cutover: manual }";

    private TestDatabase database;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        fresh.execute("""
                CREATE TABLE notes (
                    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT "The Key" PRIMARY KEY,
                    "text" text,
                    doubled text GENERATED ALWAYS AS ("text" || "text") STORED,
                    at timestamptz DEFAULT now());
                INSERT INTO notes (text, at) SELECT 'n' || n, now() - n * interval '3 hours' FROM generate_series(1, 500) AS n;
                """);
    }

    private void run(String sql) {
        database.execute(sql);
    }

    private void insert(long id, String at) {
        run("INSERT INTO notes (id, at) OVERRIDING SYSTEM VALUE VALUES (" + id + ", " + at + ")");
    }

    /** During the copy: changes of every kind, which the registry must follow. */
    private void changesOfEveryKind() {
        run("DELETE FROM notes WHERE id IN (11, 12)");
        insert(12, "now() - interval '70 days'");
        run("UPDATE notes SET at = at - interval '2 months' WHERE id = 13");
        insert(9001, "now()");
        run("DELETE FROM notes WHERE id = 9001");
    }

    private void aKeyIsKeptUnique() {
        assertThatThrownBy(() -> insert(42, "now() - interval '90 days'"))
                .hasMessageContaining("duplicate key value violates unique constraint")
                .hasMessageContaining("(id)=(42)");
        assertThatThrownBy(() -> insert(12, "now()")).hasMessageContaining("duplicate key");
        insert(11, "now() - interval '1 day'");
        run("UPDATE notes SET at = at - interval '2 months', text = 'moved' WHERE id = 42");
        run("UPDATE notes SET at = at + interval '2 months' WHERE id IN (42, 43, 44)");
        assertThatThrownBy(() -> insert(42, "now()")).hasMessageContaining("duplicate key");
        run("DELETE FROM notes WHERE id = 50");
        insert(50, "now() - interval '40 days'");
        assertThatThrownBy(() -> insert(50, "now()")).hasMessageContaining("duplicate key");
        run("BEGIN; DELETE FROM notes WHERE id = 51; ROLLBACK");
        assertThatThrownBy(() -> insert(51, "now() - interval '90 days'")).hasMessageContaining("duplicate key");
    }

    @Majors({14, 15, 17, 18})
    void theRegistryKeepsTheOldKeyUniqueUntilFinalize() {
        Conversions conversions = Conversions.of(database, GUARDED);
        conversions.applyWith(this::changesOfEveryKind).done();

        aKeyIsKeptUnique();
        assertThatThrownBy(() -> insert(42, "now()")).hasMessageContaining("\"The Key\"");
        conversions.verify().done();
        conversions.finish().done();

        assertThat(database.queryLong("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"))
                .isZero();
        insert(42, "now() - interval '90 days'");
    }

    @Majors({14, 15, 17, 18})
    void theRegistryIsGoneAfterTheWayBack() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        Conversions conversions = Conversions.of(database, GUARDED);
        conversions.applyWith(this::changesOfEveryKind).done();
        aKeyIsKeptUnique();
        DataDigest data = DataDigest.of(database, "notes");

        conversions.rollback().done();

        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(DataDigest.of(database, "notes")).isEqualTo(data);
    }

    @Majors({14, 15, 17, 18})
    void aSynchronousWayBackHasEveryWriteAtOnceAndKeepsTheOldKeyUnique() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        Conversions conversions = Conversions.of(database, SYNCHRONOUS);
        conversions.applyWith(this::changesOfEveryKind).done();

        aKeyIsKeptUnique();
        run("SET session_replication_role = replica; DELETE FROM notes WHERE id = 99");
        DataDigest data = DataDigest.of(database, "notes");
        assertThat(DataDigest.of(database, "notes_retired")).isEqualTo(data);
        assertThatThrownBy(() -> run("TRUNCATE notes")).hasMessageContaining("kept equal");
        conversions.verify().done();
        conversions.rollback().done();

        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(DataDigest.of(database, "notes")).isEqualTo(data);
    }

    @Majors({15})
    void aKeyThatAnotherTransactionHasNotYetGivenUpIsWaitedFor() throws Exception {
        Conversions.of(database, GUARDED).applyWith(() -> {}).done();
        try (TestSession first = database.session().begin()) {
            first.execute("DELETE FROM notes WHERE id = 42");
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> insert(42, "now() - interval '90 days'"));
            await().until(() -> database.queryLong(
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                    > 0);
            first.commit();
            second.get(30, TimeUnit.SECONDS);
        }
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id = 42"))
                .isOne();
    }
}
