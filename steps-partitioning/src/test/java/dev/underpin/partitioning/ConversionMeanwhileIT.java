package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunListener;
import dev.underpin.report.StatusReport;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others do while a conversion waits for its cutover, or between cutover and rollback. */
@PostgresTest
@SideBySide
class ConversionMeanwhileIT {

    private static final String MANUAL =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 1 }, oldKey: lost, cutover: manual }";

    private TestDatabase database;
    private Conversions conversions;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        conversions = Conversions.of(fresh, MANUAL);
        fresh.execute("""
                CREATE TABLE rooms (id int PRIMARY KEY);
                CREATE TABLE notes (
                    id bigserial PRIMARY KEY,
                    room int REFERENCES rooms,
                    text text,
                    at timestamptz DEFAULT now());
                CREATE INDEX notes_room ON notes (room);
                INSERT INTO rooms SELECT generate_series(1, 9);
                INSERT INTO notes (room, text, at) SELECT 1 + n % 9, 'n' || n, now() - n * interval '3 hours' FROM generate_series(1, 500) AS n;
                """);
    }

    private void run(String sql) {
        database.execute(sql);
    }

    /** The pages at the end have room, so that a row which is updated after its page was copied is copied again from there. */
    @Test
    void aRowThatIsCopiedTwiceIsThereOnce() {
        run(
                "INSERT INTO notes (text, at) SELECT repeat('x', 900), now() - n * interval '1 hour' FROM generate_series(1, 2000) AS n");
        run("DELETE FROM notes WHERE id BETWEEN 2300 AND 2480");
        run("VACUUM notes");
        AtomicInteger chunks = new AtomicInteger();
        AtomicLong moved = new AtomicLong();

        conversions
                .set("{ lockTimeout: 1s }")
                .withoutGate()
                .apply((point, where) -> {
                    if (point == Failpoint.CHUNK_COMMITTED && where.equals("copy") && chunks.getAndIncrement() == 0) {
                        long last = lastPage();
                        run("UPDATE notes SET text = repeat('y', 900) WHERE id BETWEEN 501 AND 540");
                        moved.set(database.queryLong("SELECT count(*) FROM notes WHERE id BETWEEN 501 AND 540"
                                + " AND (ctid::text::point)[0] BETWEEN 225 AND " + last));
                    }
                })
                .done();

        assertThat(moved).as("rows that moved within what is copied").hasPositiveValue();
        assertThat(chunks).hasValueGreaterThan(1);
        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(2319);
        assertThat(database.queryLong("SELECT count(DISTINCT id) FROM notes")).isEqualTo(2319);
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE text LIKE 'y%'"))
                .isEqualTo(40);
        conversions.verify().done();
    }

    /** More than is replayed ahead of the locks at once, and far more than within {@code lockTimeout} under them. */
    @Test
    void whatGathersRightBeforeTheSwapIsReplayedBeforeItsLocks() {
        AtomicBoolean once = new AtomicBoolean();
        RunListener late = event -> {
            if (event instanceof RunEvent.ActionStarted started
                    && started.key().equals("swap")
                    && !once.getAndSet(true)) {
                run(
                        "INSERT INTO notes (text, at) SELECT 'late', now() - n * interval '1 minute' FROM generate_series(1, 60000) AS n");
            }
        };
        Conversions quick =
                conversions.set("{ lockTimeout: 300ms, maxLockWait: 1m }").withoutGate();

        Conversions.tell(() -> quick.watchedBy(late, Failpoints.NONE).apply(quick.plan()))
                .done();

        assertThat(once).isTrue();
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE text = 'late'"))
                .isEqualTo(60_000);
        conversions.verify().done();
    }

    private long lastPage() {
        return database.queryLong("SELECT pg_relation_size('notes') / current_setting('block_size')::bigint - 1");
    }

    @Test
    void rowsBeyondEveryPartitionGetRoom() {
        conversions.applyWith(() -> run("""
                        INSERT INTO notes (room, at) VALUES (1, now() - interval '3 years'), (2, now() + interval '1 year');
                        UPDATE notes SET at = at - interval '4 years' WHERE id = 17;
                        INSERT INTO notes (room, at) VALUES (3, '1900-01-01'); DELETE FROM notes WHERE at = '1900-01-01';
                        """)).done();

        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(502);
        assertThat(
                        database.queryLong(
                                "SELECT count(*) FROM pg_inherits WHERE inhparent = 'notes'::regclass AND inhrelid::regclass::text LIKE 'notes_19%'"))
                .isZero();
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id = 17 AND at < now() - interval '4 years'"))
                .isEqualTo(1);
    }

    @Test
    void parentsCanBeDeletedAllTheTime() {
        conversions
                .applyWith(() -> run("DELETE FROM notes WHERE room = 5; DELETE FROM rooms WHERE id = 5"))
                .done();
        run("DELETE FROM notes WHERE room = 6");
        run("DELETE FROM rooms WHERE id = 6");
        assertThatThrownBy(() -> run("DELETE FROM rooms WHERE id = 7")).hasMessageContaining("foreign key");
        conversions.rollback().done();

        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE room IN (5, 6)"))
                .isZero();
        assertThatThrownBy(() -> run("DELETE FROM rooms WHERE id = 7")).hasMessageContaining("foreign key");
    }

    @Test
    void aChangeOfTheDefinitionBeforeTheCutoverStopsTheConversionUntilItIsGone() {
        Told told = conversions.applyWith(
                () -> run("CREATE INDEX notes_text ON notes (text); ALTER TABLE notes ADD mood text"));

        told.stoppedBy(Codes.CHANGED_MEANWHILE.id());
        assertThat(told.problems().toString()).contains("notes_text").contains("mood");
        assertThat(database.queryBoolean("SELECT to_regclass('notes_text') IS NOT NULL"))
                .isTrue();
        assertThat(database.queryText("SELECT relkind FROM pg_class WHERE oid = 'notes'::regclass"))
                .isEqualTo("r");
        run("DROP INDEX notes_text; ALTER TABLE notes DROP mood");
        conversions.resume().done();
    }

    @Test
    void aChangeOfTheDefinitionBeforeTheCutoverOutlivesARollback() {
        conversions
                .applyWith(() -> run("CREATE INDEX notes_text ON notes (text)"))
                .stoppedBy(Codes.CHANGED_MEANWHILE.id());

        conversions.rollback().done();

        assertThat(database.queryBoolean("SELECT to_regclass('notes_text') IS NOT NULL"))
                .isTrue();
        assertThat(database.queryLong("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"))
                .isZero();
    }

    @Test
    void aViewThatAppearsBeforeTheCutoverGoesOverToo() {
        conversions
                .applyWith(() ->
                        run("CREATE VIEW recent AS SELECT id, text FROM notes WHERE at > now() - interval '1 day'"))
                .done();
        run("INSERT INTO notes (text) VALUES ('new')");
        assertThat(database.queryLong("SELECT count(*) FROM recent WHERE text = 'new'"))
                .isEqualTo(1);

        conversions.rollback().done();
        run("INSERT INTO notes (text) VALUES ('newer')");
        assertThat(database.queryLong("SELECT count(*) FROM recent WHERE text IN ('new', 'newer')"))
                .isEqualTo(2);
    }

    @Test
    void aMaterializedViewThatAppearsBeforeTheCutoverStopsTheConversionUntilItIsGone() {
        Told told = conversions.applyWith(() -> run("CREATE MATERIALIZED VIEW stock AS SELECT count(*) FROM notes"));

        told.stoppedBy(Codes.MATERIALIZED_VIEW.id());
        assertThat(database.queryText("SELECT relkind FROM pg_class WHERE oid = 'notes'::regclass"))
                .isEqualTo("r");
        assertThat(database.queryLong("SELECT count(*) FROM notes_underpin"))
                .as("the copy is kept")
                .isEqualTo(500);
        run("DROP MATERIALIZED VIEW stock");
        conversions.resume().done();
        assertThat(database.queryText("SELECT relkind FROM pg_class WHERE oid = 'notes'::regclass"))
                .isEqualTo("p");
    }

    @Test
    void truncateIsRefusedFromCaptureToFinalize() {
        conversions
                .applyWith(() -> assertThatThrownBy(() -> run("TRUNCATE notes")).hasMessageContaining("kept equal"))
                .done();

        assertThatThrownBy(() -> run("TRUNCATE notes")).hasMessageContaining("kept equal");
        String leaf = database.queryText(
                "SELECT min(inhrelid::regclass::text) FROM pg_inherits WHERE inhparent = 'notes'::regclass");
        assertThatThrownBy(() -> run("TRUNCATE " + leaf)).hasMessageContaining("kept equal");
        assertThatThrownBy(() -> run("SET session_replication_role = replica; TRUNCATE " + leaf))
                .hasMessageContaining("kept equal");
        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(500);
    }

    @Test
    void writersThatSuppressTriggersAreSeen() {
        conversions.applyWith(() -> run("""
                        SET session_replication_role = replica;
                        INSERT INTO notes (id, text) VALUES (1001, 'replica'); DELETE FROM notes WHERE id = 3;
                        """)).done();
        run("""
                SET session_replication_role = replica;
                UPDATE notes SET text = 'replica again' WHERE id = 1001; DELETE FROM notes WHERE id = 4;
                """);
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id IN (3, 4)"))
                .isZero();
        conversions.rollback().done();

        assertThat(database.queryText("SELECT text FROM notes WHERE id = 1001")).isEqualTo("replica again");
        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(499);
    }

    @Test
    void aDuplicateOfAnOldKeyStopsTheRollbackUntilItIsGone() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.applyWith(() -> {}).done();
        run("INSERT INTO notes (id, text, at) SELECT id, 'twice', at - interval '1 hour' FROM notes WHERE id = 42");

        Told refused = conversions.rollback();
        refused.refusedBy(Codes.ROWS_NOT_BACK.id());
        assertThat(refused.problems().toString()).contains("42");
        assertThat(database.queryText("SELECT relkind FROM pg_class WHERE oid = 'notes'::regclass"))
                .isEqualTo("p");

        run("DELETE FROM notes WHERE id = 42 AND text <> 'twice'");
        conversions.rollback().done();
        assertThat(database.queryText("SELECT text FROM notes WHERE id = 42")).isEqualTo("twice");
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void aChangeOfTheDefinitionAfterTheCutoverStopsTheRollbackUntilItIsGone() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.applyWith(() -> {}).done();
        run("ALTER TABLE notes ADD COLUMN mood text; CREATE POLICY all_see ON notes USING (true)");

        conversions.verify().warnedOf(Codes.DEFINITION_DIFFERS.id());
        Told refused = conversions.rollback();
        refused.refusedBy(Codes.CHANGED_SINCE_CUTOVER.id());
        assertThat(refused.problems().toString()).contains("mood").contains("all_see");

        run("ALTER TABLE notes DROP COLUMN mood; DROP POLICY all_see ON notes");
        conversions.rollback().done();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void aPartitionThatWentStopsTheRollbackAndOneThatCameDoesNot() {
        conversions.applyWith(() -> {}).done();
        run("CREATE TABLE notes_1999 PARTITION OF notes FOR VALUES FROM ('1999-01-01') TO ('2000-01-01')");
        run("INSERT INTO notes (id, at) VALUES (1999, '1999-06-01')");
        String leaf = database.queryText(
                "SELECT max(inhrelid::regclass::text) FROM pg_inherits WHERE inhparent = 'notes'::regclass");
        run("ALTER TABLE notes DETACH PARTITION " + leaf);
        conversions.rollback().refusedBy(Codes.CHANGED_SINCE_CUTOVER.id());

        String bound = leaf.substring("notes_".length()).replace('_', '-') + "-01";
        run("ALTER TABLE notes ATTACH PARTITION " + leaf + " FOR VALUES FROM ('" + bound
                + " 00:00+00') TO (timestamptz '" + bound + " 00:00+00' + interval '1 month')");
        conversions.rollback().done();
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id = 1999"))
                .isEqualTo(1);
    }

    @Test
    void theLogOfTheWayBackIsDrainedByMaintenance() {
        conversions.applyWith(() -> {}).done();
        run(
                "UPDATE notes SET text = 'later' WHERE id <= 100; DELETE FROM notes WHERE id > 400; INSERT INTO notes (text) VALUES ('new')");

        conversions.maintain().done();

        assertThat(DataDigest.of(database, "notes_retired")).isEqualTo(DataDigest.of(database, "notes"));
        conversions.verify().done();
    }

    @Majors({14, 15, 17, 18})
    void statisticsAreReadyBeforeTheCutover() {
        AtomicLong parent = new AtomicLong();
        AtomicLong without = new AtomicLong(-1);
        conversions
                .withoutGate()
                .apply((point, where) -> {
                    if (point == Failpoint.TRANSACTION_COMMITTED && where.equals("analyze")) {
                        parent.set(database.queryLong(
                                "SELECT count(*) FROM pg_stats WHERE tablename = 'notes_underpin' AND inherited"));
                        without.set(database.queryLong("""
                                SELECT count(*) FROM pg_inherits JOIN pg_class AS c ON c.oid = inhrelid
                                WHERE inhparent = 'notes_underpin'::regclass AND relpages > 0
                                  AND (pg_relation_size(c.oid, 'vm') = 0 OR reltuples < 1
                                       OR NOT EXISTS (SELECT FROM pg_stats WHERE tablename = relname))
                                """));
                    }
                })
                .done();

        assertThat(parent).as("columns of the parent").hasValue(4);
        assertThat(without).as("filled partitions without statistics").hasValue(0);
    }

    @Test
    void syncDrainsTheLogOfTheWayBackUntilAStopIsRequested() {
        conversions.applyWith(() -> {}).done();
        run("UPDATE notes SET text = 'later' WHERE id <= 100; INSERT INTO notes (text) VALUES ('new')");
        assertThat(backlog().keys()).isPositive();
        Underpin syncing = conversions.underpin();

        CompletableFuture<Told> sync =
                CompletableFuture.supplyAsync(() -> Conversions.tell(() -> syncing.sync(Conversions.PLAN)));
        drained(sync);
        run("DELETE FROM notes WHERE id > 400; UPDATE notes SET at = at - interval '2 months' WHERE id <= 20");
        drained(sync);
        syncing.requestStop();

        sync.orTimeout(30, TimeUnit.SECONDS).join().done();
        assertThat(DataDigest.of(database, "notes_retired")).isEqualTo(DataDigest.of(database, "notes"));
        run("UPDATE notes SET text = 'after the end' WHERE id = 1");
        assertThat(backlog().keys()).isPositive();
        conversions.rollback().done();
        assertThat(database.queryText("SELECT text FROM notes WHERE id = 1")).isEqualTo("after the end");
    }

    private void drained(CompletableFuture<Told> sync) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> sync.isDone() || backlog().keys() == 0);
        assertThat(sync.isDone()).as(() -> "ended early: " + sync.join()).isFalse();
    }

    @Test
    void theStatusTellsTheBacklogAndAboutHowLongARollbackWouldTake() {
        conversions.applyWith(() -> {}).done();
        StatusReport.Backlog none = backlog();
        run("INSERT INTO notes (text) SELECT 'new' FROM generate_series(1, 3000)");
        StatusReport.Backlog assumed = backlog();
        conversions.maintain().done();
        run("DELETE FROM notes WHERE text = 'new'");
        StatusReport.Backlog measured = backlog();

        assertThat(none.keys()).isZero();
        assertThat(assumed.keys()).isEqualTo(3000);
        assertThat(measured.keys()).isEqualTo(3000);
        assertThat(assumed.wayBack()).isEqualTo(none.wayBack().plusMillis(300));
        assertThat(measured.wayBack()).isGreaterThan(none.wayBack()).isNotEqualTo(assumed.wayBack());
    }

    private StatusReport.Backlog backlog() {
        return conversions
                .underpin()
                .status(Optional.of(Conversions.PLAN))
                .backlogs()
                .get(0);
    }
}
