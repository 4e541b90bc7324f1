package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.underpin.control.Failpoint;
import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.HeldConversion.Death;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;

/** What breaks where one table takes another's place, and what is to be seen before. */
@PostgresTest
@SideBySide
class PitfallsOfTheCutoverIT {

    private static final String NOTES =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 0%s }, oldKey: lost%s }";

    private TestDatabase database;
    private Conversions conversions;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        conversions = converting("");
        fresh.execute("""
                CREATE TABLE notes (id bigserial PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now());
                INSERT INTO notes (text, at) SELECT 'n' || n, date_trunc('month', now()) - n * interval '10 hours' FROM generate_series(1, 100) AS n;
                """);
    }

    private Conversions converting(String more) {
        return Conversions.of(database, NOTES.formatted("", more));
    }

    private void run(String sql) {
        database.execute(sql);
    }

    private boolean partitioned() {
        return database.queryBoolean("SELECT relkind = 'p' FROM pg_class WHERE oid = 'notes'::regclass");
    }

    private void refused(String code, String name) {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        Told told = conversions.apply();
        assertThat(told.codes()).as(told.problems().toString()).contains(code);
        assertThat(told.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(told.problems().toString()).contains(name);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("6. Out-of-range and NULL keys")
    void p06OutOfRangeAndNullKeys() {
        run(
                "ALTER TABLE notes ALTER at DROP NOT NULL; INSERT INTO notes VALUES (701, 'early', '1999-12-31'), (702, 'never', NULL)");
        conversions = Conversions.of(database, NOTES.formatted(", from: 2000-01-01", ""));

        refused(Codes.OUTSIDE.id(), "701");
        refused(Codes.NULL_KEYS.id(), "702");
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("9. A NOT VALID check that a row violates")
    void p09NotValidCheck() {
        run("ALTER TABLE notes ADD CONSTRAINT long_ago CHECK (id > 50) NOT VALID");

        refused(Codes.UNPROVEN_CONSTRAINT.id(), "long_ago");
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("10. Row level security lost")
    void p10RowLevelSecurityLost() {
        TestLogin reader = database.createLogin("reader", "");
        run("""
                ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO %1$s;
                GRANT ALL ON notes TO %1$s;
                ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
                CREATE POLICY own ON notes USING (text = 'n1');
                """.formatted(reader.name()));

        converting(", cutover: manual")
                .applyWith(() -> run("INSERT INTO notes (text, at) VALUES ('n1', now() + interval '3 years')"))
                .done();

        try (TestSession session = database.sessionAs(reader.name())) {
            assertThat(session.queryLong("SELECT count(*) FROM notes")).isEqualTo(2);
            for (String leaf : database.queryTexts(
                    "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'notes'::regclass")) {
                assertThatThrownBy(() -> session.execute("SELECT FROM " + leaf)).hasMessageContaining("denied");
            }
        }
        conversions.rollback().done();
        try (TestSession session = database.sessionAs(reader.name())) {
            assertThat(session.queryLong("SELECT count(*) FROM notes")).isEqualTo(2);
        }
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("11. A migrator limited by row level security")
    void p11MigratorLimitedByRowLevelSecurity() {
        TestLogin owner = database.createLogin("owner", "");
        run("""
                GRANT CREATE ON SCHEMA public TO %1$s; GRANT CREATE ON DATABASE %2$s TO %1$s;
                ALTER TABLE notes OWNER TO %1$s; ALTER TABLE notes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
                CREATE POLICY a_few ON notes USING (id <= 3);
                """.formatted(owner.name(), database.name()));
        conversions = Conversions.as(database.jdbcUrlAs(owner), NOTES.formatted("", ""));

        refused(Codes.FORCED_ROW_SECURITY.id(), "notes");
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("12. View options")
    void p12ViewOptions(PostgresServer server) {
        String invoker = server.major() >= 15 ? ", security_invoker = true" : "";
        run("CREATE VIEW few WITH (security_barrier = true, check_option = local%s) AS SELECT * FROM notes WHERE id < 9"
                .formatted(invoker));
        String options = "SELECT reloptions::text FROM pg_class WHERE oid = 'few'::regclass";
        String before = database.queryText(options);

        conversions.apply().done();
        assertThat(database.queryText(options)).isEqualTo(before);
        assertThatThrownBy(() -> run("INSERT INTO few (id) VALUES (1000)")).hasMessageContaining("check option");
        conversions.rollback().done();

        assertThat(database.queryText(options)).isEqualTo(before);
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("13. A view with GROUP BY of the primary key")
    void p13ViewThatGroupsByTheKey() {
        run("CREATE VIEW lengths AS SELECT id, length(text) FROM notes GROUP BY id");

        refused(Codes.VIEW_NEEDS_KEY.id(), "lengths");
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("14. Dependents bound by identity")
    void p14DependentsBoundByIdentity() {
        run("""
                CREATE TABLE rooms (id bigint);
                CREATE POLICY said ON rooms USING (id IN (SELECT id FROM notes));
                CREATE FUNCTION bound() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM notes; END;
                CREATE FUNCTION loud(notes) RETURNS text LANGUAGE sql AS 'SELECT upper($1.text)';
                CREATE MATERIALIZED VIEW stock AS SELECT count(*) FROM notes;
                """);

        refused(Codes.OTHER_DEPENDENT.id(), "said");
        refused(Codes.FUNCTION_BODY.id(), "bound()");
        refused(Codes.ROW_TYPE.id(), "loud(");
        refused(Codes.MATERIALIZED_VIEW.id(), "stock");
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("15. Cached plans")
    void p15CachedPlans() throws SQLException {
        run(
                "CREATE FUNCTION text_of(bigint) RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT text FROM notes WHERE id = $1); END'");
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl() + "&prepareThreshold=1");
                PreparedStatement row = connection.prepareStatement("SELECT *, text_of(id) FROM notes WHERE id = ?");
                PreparedStatement change =
                        connection.prepareStatement("UPDATE notes SET text = 'c' || ? WHERE id = 5")) {
            int changes = 0;
            for (Runnable conversion : List.<Runnable>of(
                    () -> {},
                    () -> conversions.apply().done(),
                    () -> conversions.rollback().done(),
                    () -> {})) {
                conversion.run();
                for (int again = 0; again < 6; again++) {
                    change.setInt(1, ++changes);
                    assertThat(change.executeUpdate()).isOne();
                    row.setLong(1, 5);
                    try (ResultSet result = row.executeQuery()) {
                        assertThat(result.next()).isTrue();
                        assertThat(result.getString("text")).isEqualTo("c" + changes);
                        assertThat(result.getString("text_of")).isEqualTo("c" + changes);
                    }
                }
            }
        }
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("16. The lock queue")
    void p16LockQueue() {
        Conversions hurried = conversions.set("{ lockTimeout: 300ms, maxLockWait: 3s }");
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong longest = new AtomicLong();
        AtomicLong ofTheMachine = new AtomicLong();
        try (TestSession idle = database.session();
                TestSession reader = database.session();
                TestSession bystander = database.session()) {
            idle.begin().queryLong("SELECT count(*) FROM notes");
            CompletableFuture<Void> reading = CompletableFuture.runAsync(
                    () -> longest.set(slowestOf(reader, "SELECT count(*) FROM notes WHERE id = 7", over)));
            CompletableFuture<Void> standingBy =
                    CompletableFuture.runAsync(() -> ofTheMachine.set(slowestOf(bystander, "SELECT 7", over)));

            Told told = hurried.apply();

            over.set(true);
            CompletableFuture.allOf(reading, standingBy).join();
            assertThat(told.outcome()).isEqualTo(Outcome.STOPPED);
            assertThat(told.problems().toString()).contains("pid " + idle.backendPid());
            assertThat(Duration.ofNanos(longest.get()))
                    .isLessThanOrEqualTo(Duration.ofMillis(350).plusNanos(2 * ofTheMachine.get()));
            idle.rollback();
        }
        hurried.resume().done();
    }

    private static long slowestOf(TestSession session, String query, AtomicBoolean over) {
        long slowest = 0;
        while (!over.get()) {
            long begun = System.nanoTime();
            session.queryLong(query);
            slowest = Math.max(slowest, System.nanoTime() - begun);
        }
        return slowest;
    }

    @Majors({14, 15, 17, 18})
    @DisplayName(
            "17. The crash matrix: at the commits of the swap (all moments: ConvertTableContractTest; kill -9: KilledProcessIT)")
    void p17CrashMatrix() {
        DataDigest data = DataDigest.of(database, "notes");
        CatalogSnapshot schema = CatalogSnapshot.of(database);
        for (Failpoint moment : List.of(Failpoint.TRANSACTION_BEFORE_COMMIT, Failpoint.TRANSACTION_COMMITTED)) {
            boolean committed = moment == Failpoint.TRANSACTION_COMMITTED;
            dies(() -> conversions.apply(HeldConversion.deathAt(moment, "swap")));
            assertThat(partitioned()).isEqualTo(committed);
            conversions.resume().done();
            assertThat(partitioned()).isTrue();
            assertThat(DataDigest.of(database, "notes")).isEqualTo(data);
            assertThat(DataDigest.of(database, "notes_retired")).isEqualTo(data);

            dies(() -> conversions.rollback(HeldConversion.deathAt(moment, "back.swap")));
            assertThat(partitioned()).isNotEqualTo(committed);
            conversions.rollback().done();
            assertThat(DataDigest.of(database, "notes")).isEqualTo(data);
            assertThat(schema.diff(CatalogSnapshot.of(database))).isEmpty();
        }
    }

    private static void dies(Runnable command) {
        assertThatThrownBy(command::run).isInstanceOf(Death.class);
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("19. A dry run in the middle of a run")
    void p19DryRun() {
        dies(() -> conversions.apply(HeldConversion.deathAt(Failpoint.CHUNK_COMMITTED, "copy")));
        CatalogSnapshot before = CatalogSnapshot.of(database);
        DataDigest shadow = DataDigest.of(database, "notes_underpin");
        DataDigest journal = DataDigest.of(database, "underpin.action");

        conversions.underpin().preview(conversions.plan());
        conversions.check();

        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(DataDigest.of(database, "notes_underpin")).isEqualTo(shadow);
        assertThat(DataDigest.of(database, "underpin.action")).isEqualTo(journal);
        conversions.resume().done();
        assertThat(database.queryLong("SELECT count(*) FROM notes")).isEqualTo(100);
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("21. Retention after the cutover, then rollback")
    void p21RetentionAfterTheCutover() {
        conversions.apply().done();
        List<String> leaves = database.queryTexts(
                "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'notes'::regclass ORDER BY 1");
        String oldest = leaves.get(0);
        run("DELETE FROM " + oldest + " WHERE id % 2 = 0");
        long left = database.queryLong("SELECT count(*) FROM notes");
        assertThatThrownBy(() -> run("TRUNCATE " + oldest)).hasMessageContaining("kept equal");
        run("ALTER TABLE notes DETACH PARTITION " + oldest);

        Told refused = conversions.rollback();

        refused.refusedBy(Codes.CHANGED_SINCE_CUTOVER.id());
        assertThat(refused.problems().toString()).contains(oldest);
        assertThat(partitioned()).isTrue();
        String from = oldest.substring("notes_".length()).replace('_', '-') + "-01";
        run(
                "ALTER TABLE notes ATTACH PARTITION %s FOR VALUES FROM ('%s 00:00+00') TO (timestamptz '%s 00:00+00' + interval '1 month')"
                        .formatted(oldest, from, from));
        conversions.rollback().done();
        assertThat(database.queryLong("SELECT count(*) FROM notes"))
                .as("deleted rows do not come back")
                .isEqualTo(left);
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("22. Sequence hand-off")
    void p22SequenceHandOff() {
        run("ALTER SEQUENCE notes_id_seq CACHE 50");
        numbersAreUnique("notes", conversions);
        run(
                "CREATE TABLE tickets (id bigint GENERATED ALWAYS AS IDENTITY (CACHE 50) PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())");
        numbersAreUnique(
                "tickets", Conversions.of(database, NOTES.formatted("", "").replace("table: notes", "table: tickets")));
    }

    /** Some draw all the time, and somebody else waits for a number in either swap. */
    private void numbersAreUnique(String table, Conversions converted) {
        String next = "SELECT nextval('" + table + "_id_seq')";
        List<Long> all = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<List<Long>>> waiting = new ArrayList<>();
        ScheduledExecutorService drawers = Executors.newScheduledThreadPool(2);
        try (TestSession one = database.session();
                TestSession other = database.session()) {
            var drawing = List.of(
                    drawers.scheduleAtFixedRate(() -> all.add(one.queryLong(next)), 0, 3, TimeUnit.MILLISECONDS),
                    drawers.scheduleAtFixedRate(
                            () -> all.add(other.queryLong("INSERT INTO " + table + " DEFAULT VALUES RETURNING id")),
                            0,
                            3,
                            TimeUnit.MILLISECONDS));
            Conversions patient = converted.set("{ lockTimeout: 20s }");
            patient.apply(HeldConversion.at(
                            Failpoint.TRANSACTION_BEFORE_COMMIT, "swap", () -> waiting.add(waiting(next))))
                    .done();
            patient.rollback(HeldConversion.at(
                            Failpoint.TRANSACTION_BEFORE_COMMIT, "back.swap", () -> waiting.add(waiting(next))))
                    .done();
            assertThat(drawing).as("nobody's statement failed").noneMatch(task -> task.isDone());
            drawers.shutdown();
            await().until(drawers::isTerminated);
        } finally {
            drawers.shutdownNow();
        }
        waiting.forEach(numbers -> all.addAll(numbers.join()));
        all.add(database.queryLong(next));

        assertThat(waiting).hasSize(2);
        assertThat(all).hasSizeGreaterThan(10);
        assertThat(new HashSet<>(all)).hasSameSizeAs(all);
    }

    private CompletableFuture<List<Long>> waiting(String draw) {
        AtomicLong pid = new AtomicLong();
        CompletableFuture<List<Long>> number = CompletableFuture.supplyAsync(() -> {
            try (TestSession session = database.session()) {
                pid.set(session.backendPid());
                return List.of(session.queryLong(draw), session.queryLong(draw));
            }
        });
        await().until(() -> number.isDone()
                || database.queryBoolean("SELECT cardinality(pg_blocking_pids(?)) > 0", (int) pid.get()));
        return number;
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("23. Time zones and daylight saving")
    void p23TimeZones() {
        run(
                "INSERT INTO notes (at) SELECT timestamptz '2025-01-15' + n * interval '1 month' FROM generate_series(0, 11) AS n");
        conversions = Conversions.of(database, NOTES.formatted(", from: 2025-01-01, timeZone: America/New_York", ""));
        List<String> first = boundsUnder("UTC");
        List<String> second = boundsUnder("Pacific/Kiritimati");

        assertThat(second).isEqualTo(first);
        assertThat(first)
                .contains(
                        "2025-03-01 05:00:00+00 2025-04-01 04:00:00+00",
                        "2025-11-01 04:00:00+00 2025-12-01 05:00:00+00");
        contiguous(first);
    }

    private List<String> boundsUnder(String zone) {
        run("ALTER DATABASE " + database.name() + " SET timezone = '" + zone + "'");
        conversions.apply().done();
        List<String> bounds = bounds();
        conversions.rollback().done();
        return bounds;
    }

    private List<String> bounds() {
        try (TestSession session = database.session()) {
            session.execute("SET timezone = 'UTC'");
            return session.queryTexts("""
                    SELECT b[1] || ' ' || b[2]
                    FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
                    CROSS JOIN LATERAL regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''(.*)''\\) TO \\(''(.*)''\\)') AS b
                    WHERE i.inhparent = 'notes'::regclass ORDER BY b[1]
                    """);
        }
    }

    private static void contiguous(List<String> bounds) {
        for (int i = 1; i < bounds.size(); i++) {
            assertThat(bounds.get(i)).startsWith(bounds.get(i - 1).substring("2025-01-01 00:00:00+00 ".length()));
        }
    }

    @Majors({14, 15, 17, 18})
    @DisplayName(
            "24. Missed runway: partitions that nobody made in time are made at the cutover, without gap or overlap")
    void p24MissedRunway() {
        converting(", cutover: manual")
                .applyWith(() -> run("INSERT INTO notes (at) VALUES (now() + interval '4 months')"))
                .done();

        contiguous(bounds());
        assertThat(
                        database.queryBoolean(
                                "SELECT count(*) = 0 FROM generate_series(now() - interval '1 month', now() + interval '4 months', interval '1 day') AS d"
                                        + " WHERE NOT EXISTS (SELECT FROM unnest(string_to_array('"
                                        + String.join(",", bounds())
                                        + "', ',')) AS b WHERE d >= left(b, 22)::timestamptz AND d < substr(b, 24)::timestamptz)"))
                .isTrue();
    }

    @Majors({14, 15, 17, 18})
    @DisplayName("25. The verification itself")
    void p25VerificationItself() {
        conversions.apply().done();
        conversions.verify().done();
        String always = database.queryText(
                "SELECT string_agg(format('ALTER TABLE notes_retired ENABLE ALWAYS TRIGGER %I', tgname), ';')"
                        + " FROM pg_trigger WHERE tgrelid = 'notes_retired'::regclass AND NOT tgisinternal");
        run("""
                ALTER TABLE notes_retired DISABLE TRIGGER USER;
                DELETE FROM notes_retired WHERE id = 7;
                INSERT INTO notes_retired VALUES (7777, 'a ghost', now());
                """ + always);
        assertThat(database.queryBoolean("SELECT (SELECT count(*) FROM notes) = (SELECT count(*) FROM notes_retired)"))
                .isTrue();

        Told told = conversions.verify();

        told.refusedBy(Codes.ROWS_DIFFER.id());
        assertThat(told.problems().toString()).contains("7777").contains("only in public.notes_retired");
        assertThat(told.outcome()).isEqualTo(Outcome.VERIFICATION_FAILED);
    }
}
