package dev.underpin.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.control.Failpoint;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.PlanBench.Result;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A column that is filled while others write. */
@PostgresTest
@SideBySide
class FilledColumnIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    private static final String LENGTH = "column: long, type: int, backfill: { from: { expression: length(text) } }";

    private static final String OWNER =
            "column: owner, type: text, notNull: true, backfill: { from: { parent: rooms, by: [room], value: owner } }";

    private TestDatabase database;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        fresh.execute("""
                CREATE TABLE rooms (id int PRIMARY KEY, owner text NOT NULL, notes int NOT NULL DEFAULT 0);
                INSERT INTO rooms SELECT n, 'o' || n FROM generate_series(1, 20) AS n;
                CREATE TABLE notes (id int PRIMARY KEY, room int NOT NULL REFERENCES rooms, text text NOT NULL);
                CREATE INDEX ON notes (room);
                INSERT INTO notes SELECT n, 1 + n % 20, repeat('x', n % 50) FROM generate_series(1, 20000) AS n;
                """);
    }

    private PlanBench bench(String with) {
        return new PlanBench(database, REGISTRY, """
                apiVersion: underpin/v1
                plan: fill
                steps:
                  - id: column
                    uses: column.add
                    with: { table: notes, %s }
                """.formatted(with));
    }

    private static String slowly(String with) {
        return with.replace("backfill: {", "backfill: { pace: { targetBatchTime: 2ms, workers: 2 },");
    }

    /** Writers until they are told to stop; what they report is what the table has to contain. */
    private final class Writers implements AutoCloseable {

        private final AtomicBoolean stop = new AtomicBoolean();
        private final List<CompletableFuture<Void>> threads = new ArrayList<>();

        interface Deed {
            void write(TestSession session, Random random, int round);
        }

        void add(Deed deed) {
            int seed = threads.size();
            threads.add(CompletableFuture.runAsync(() -> {
                Random random = new Random(seed);
                try (TestSession session = database.session()) {
                    for (int round = 0; !stop.get(); round++) {
                        deed.write(session, random, round);
                    }
                }
            }));
        }

        @Override
        public void close() {
            stop.set(true);
            threads.forEach(CompletableFuture::join);
        }
    }

    @Test
    void noRowIsMissedAndNoneThatAnApplicationWroteIsTouched() {
        Map<Integer, Integer> given = new ConcurrentHashMap<>();
        try (Writers writers = new Writers()) {
            writers.add((session, random, round) -> session.update(
                    "INSERT INTO notes VALUES (?, 1, repeat('y', ?))", 100_000 + round, random.nextInt(50)));
            writers.add((session, random, round) -> session.update(
                    "UPDATE notes SET text = repeat('z', ?) WHERE id = ?", random.nextInt(50), odd(random)));
            writers.add((session, random, round) -> session.update("DELETE FROM notes WHERE id = ?", odd(random)));
            AtomicBoolean there = new AtomicBoolean();
            writers.add((session, random, round) -> {
                if (!there.get()) {
                    there.set(
                            session.queryBoolean(
                                    "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'notes'::regclass AND attname = 'long')"));
                    return;
                }
                int id = 2 * (1 + random.nextInt(9_999));
                session.update("UPDATE notes SET long = ? WHERE id = ?", -id, id);
                given.put(id, -id);
            });

            assertThat(bench(slowly(LENGTH)).apply().text()).isEmpty();
        }

        assertThat(database.queryTexts(
                        "SELECT id::text FROM notes WHERE long IS DISTINCT FROM length(text) AND NOT long < 0"))
                .isEmpty();
        assertThat(given).isNotEmpty();
        assertThat(database.queryTexts("SELECT id || '=' || long FROM notes WHERE long < 0 ORDER BY id"))
                .containsExactlyElementsOf(given.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(Object::toString)
                        .toList());
        assertThat(bench(LENGTH).verify().outcome()).isEqualTo(Outcome.DONE);
        assertThat(bench(LENGTH).rollback().text()).isEmpty();
        assertThat(database.queryLong("SELECT count(*) FROM pg_proc WHERE proname LIKE '%underpin%'"))
                .isZero();
    }

    private static int odd(Random random) {
        return 1 + 2 * random.nextInt(9_999);
    }

    @Test
    void valuesFollowAParentThatChangesMeanwhile() {
        try (Writers writers = new Writers()) {
            writers.add((session, random, round) ->
                    session.update("INSERT INTO notes VALUES (?, ?, 'new')", 100_000 + round, 1 + random.nextInt(20)));
            writers.add((session, random, round) ->
                    session.update("UPDATE rooms SET owner = ? WHERE id = ?", "p" + round, 1 + random.nextInt(20)));
            writers.add((session, random, round) -> session.update(
                    "UPDATE notes SET room = ? WHERE id = ?", 1 + random.nextInt(20), 1 + random.nextInt(20_000)));

            assertThat(bench(slowly(OWNER)).apply().text()).isEmpty();
        }

        assertThat(database.queryLong(
                        "SELECT count(*) FROM notes JOIN rooms r ON r.id = room WHERE notes.owner <> r.owner"))
                .isZero();
        assertThat(database.queryBoolean(
                        "SELECT attnotnull FROM pg_attribute WHERE attrelid = 'notes'::regclass AND attname = 'owner'"))
                .isTrue();
    }

    private void awaitWaiting(String query) {
        try (TestSession observer = database.session()) {
            while (!observer.queryBoolean(
                    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE ?)",
                    query)) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void whoHoldsARowIsWaitedForWithoutADeadlock() throws Exception {
        try (TestSession holder = database.session()) {
            CompletableFuture<Result> run = CompletableFuture.supplyAsync(() -> bench(LENGTH)
                    .apply(PlanBench.once(
                            Failpoint.BATCHES_INTENT,
                            "fill",
                            () -> holder.begin().execute("SELECT FROM notes WHERE id = 15000 FOR UPDATE"))));
            awaitWaiting("%ctid%");
            // Rows that the waiting chunk has already written: whoever waits for whom, it is not this session that has
            // to end.
            holder.execute("UPDATE notes SET text = 'mine' WHERE id BETWEEN 14000 AND 15000");
            holder.commit();

            assertThat(run.get(60, TimeUnit.SECONDS).text()).isEmpty();
        }
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE long IS DISTINCT FROM length(text)"))
                .isZero();
    }

    @Test
    void aRowWhoseExpressionFailsIsWrittenNonetheless() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        PlanBench bench = bench("column: share, type: int, backfill: { from: { expression: 100 / (id - 20001) } }");

        Result failed = bench.apply(PlanBench.once(
                Failpoint.BATCHES_INTENT, "fill", () -> database.execute("INSERT INTO notes VALUES (20001, 1, 'x')")));

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE id = 20001"))
                .isOne();
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void aValueFollowsAgainOnceItsExpressionWorks() {
        database.execute("CREATE TABLE q (id int PRIMARY KEY, content text); INSERT INTO q VALUES (1, '7'), (2, '7')");
        assertThat(codes("q", "column: w, type: text, backfill: { from: { expression: content::int::text } }"))
                .isEmpty();

        database.execute("UPDATE q SET content = 'x'; UPDATE q SET w = 'own' WHERE id = 1");
        assertThat(database.queryTexts("SELECT coalesce(w, 'none') FROM q ORDER BY id"))
                .containsExactly("own", "none");

        database.execute("UPDATE q SET content = 'y'; UPDATE q SET content = '8'");
        assertThat(database.queryTexts("SELECT w FROM q ORDER BY id")).containsExactly("own", "8");
    }

    @Test
    void statusTellsOfTriggersThatDoNotFire() {
        assertThat(bench(OWNER).apply().text()).isEmpty();
        assertThat(bench(OWNER).status().codes()).isEmpty();

        for (String off : List.of(
                "ALTER TABLE notes DISABLE TRIGGER \"~underpin_owner\"",
                "ALTER TABLE notes ENABLE TRIGGER USER; ALTER TABLE rooms DISABLE TRIGGER \"~underpin_owner_follow\"",
                "DROP TRIGGER \"~underpin_owner_settle\" ON notes; ALTER TABLE rooms ENABLE TRIGGER USER")) {
            database.execute(off);
            assertThat(bench(OWNER).status().codes()).containsExactly("E1278");
            assertThat(bench(OWNER).verify().codes()).contains("E1278");
        }
    }

    @Test
    void whoseColumnsAreAnothersGetsNone() {
        database.execute("""
                CREATE TABLE parted (id int, text text) PARTITION BY LIST (id);
                CREATE TABLE part PARTITION OF parted DEFAULT;
                CREATE TYPE form AS (id int, text text);
                CREATE TABLE typed OF form;
                """);
        assertThat(codes("part", "column: more, type: text")).containsExactly("E1261");
        assertThat(codes("part", LENGTH)).containsExactly("E1261");
        assertThat(codes("typed", "column: more, type: text")).containsExactly("E1261");
    }

    @Test
    void rowsWithoutASourceAreTold() {
        CatalogSnapshot before = CatalogSnapshot.of(database);

        Result failed = bench(
                        "column: third, type: int, notNull: true, backfill: { from: { expression: \"nullif(id, 7)\" } }")
                .apply();

        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
        assertThat(failed.codes()).contains("E1277");
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void triggersOfTheTableAreAskedFor() {
        database.execute("""
                ALTER TABLE notes ADD touched int NOT NULL DEFAULT 0;
                CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.touched := NEW.touched + 1; RETURN NEW; END $$;
                CREATE TRIGGER touch BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION touch();
                """);

        assertThat(bench(LENGTH).apply().codes()).containsExactly("E1275");
        assertThat(bench(LENGTH.replace("{ from", "{ triggers: silence, from"))
                        .apply()
                        .text())
                .isEmpty();
        assertThat(database.queryLong("SELECT sum(touched) FROM notes")).isZero();
        assertThat(bench(LENGTH).rollback().text()).isEmpty();
        assertThat(bench(LENGTH.replace("{ from", "{ triggers: fire, from"))
                        .apply()
                        .codes())
                .containsExactly("W1280");
        assertThat(database.queryLong("SELECT count(*) FROM notes WHERE touched > 0"))
                .isEqualTo(20_000);
    }

    @Test
    void whatCannotBeFilledIsToldBeforeAnythingIsDone() {
        String owner = database.createLogin("owner", "").name();
        database.execute("""
                CREATE DOMAIN short AS int CHECK (VALUE < 100);
                ALTER TABLE notes ADD doubled text GENERATED ALWAYS AS (text || text) STORED;
                CREATE TABLE plain (id int, text text);
                CREATE PUBLICATION feed FOR TABLE plain;
                CREATE TABLE ruled (id int, text text);
                CREATE RULE nothing AS ON UPDATE TO ruled DO INSTEAD NOTHING;
                CREATE TABLE hidden (id int, text text);
                ALTER TABLE hidden OWNER TO %1$s;
                ALTER TABLE hidden ENABLE ROW LEVEL SECURITY;
                ALTER TABLE hidden FORCE ROW LEVEL SECURITY;
                CREATE TABLE many (id int, owner text);
                CREATE TABLE others (id int PRIMARY KEY, owner text);
                ALTER TABLE others OWNER TO %1$s;
                """.formatted(owner));

        assertThat(codes("notes", LENGTH.replace("type: int", "type: short"))).containsExactly("E1260");
        assertThat(codes("notes", LENGTH.replace("length(text)", "length(doubled)")))
                .containsExactly("E1276");
        assertThat(codes("notes", LENGTH.replace("length(text)", "length(ctid::text)")))
                .containsExactly("E1276");
        assertThat(codes("notes", LENGTH.replace("length(text)", "'(SELECT max(id) FROM rooms)'")))
                .containsExactly("E1276");
        assertThat(codes("notes", LENGTH.replace("length(text)", "text"))).containsExactly("E1276");
        assertThat(codes("notes", LENGTH.replace("length(text)", "1 / (id - id)")))
                .containsExactly("E1276");
        assertThat(codes("plain", LENGTH)).containsExactly("E1274");
        assertThat(codes("ruled", LENGTH)).containsExactly("E1274");
        assertThat(codes("hidden", LENGTH)).contains("E1274");
        assertThat(codes("notes", OWNER.replace("parent: rooms", "parent: many")))
                .containsExactly("E1276");
        assertThat(codes("notes", OWNER.replace("parent: rooms", "parent: others")))
                .containsExactly("E1276");
        assertThat(codes("notes", OWNER.replace("type: text", "type: int"))).containsExactly("E1276");
        assertThat(codes("notes", OWNER.replace("parent: rooms", "parent: rooms, key: [notes]")))
                .containsExactly("E1276");
        assertThat(database.queryBoolean("SELECT to_regnamespace('underpin') IS NULL"))
                .isTrue();
    }

    private List<String> codes(String table, String with) {
        return new PlanBench(database, REGISTRY, """
                apiVersion: underpin/v1
                plan: fill
                steps:
                  - id: column
                    uses: column.add
                    with: { table: %s, %s }
                """.formatted(table, with))
                .apply()
                .codes();
    }

    /** Who writes need not be allowed what the value takes; and what it calls has the owner's rights alone. */
    @Test
    void valuesAreDerivedWithTheOwnersRights() {
        String owner = database.createLogin("owner", "").name();
        String writer = database.createLogin("writer", "").name();
        database.execute("""
                GRANT CREATE, USAGE ON SCHEMA public TO %1$s;
                SET ROLE %1$s;
                CREATE FUNCTION secret(text) RETURNS text LANGUAGE sql AS 'SELECT current_user || $1';
                REVOKE ALL ON FUNCTION secret(text) FROM public;
                CREATE TABLE theirs (id int, text text);
                GRANT SELECT, INSERT, UPDATE ON theirs TO %2$s;
                INSERT INTO theirs VALUES (1, '!');
                RESET ROLE;
                """.formatted(owner, writer));

        assertThat(codes("theirs", "column: who, type: text, backfill: { from: { expression: public.secret(text) } }"))
                .isEmpty();
        database.execute("SET ROLE " + writer + "; INSERT INTO theirs VALUES (2, '?'); RESET ROLE");
        assertThat(database.queryTexts("SELECT who FROM theirs ORDER BY id")).containsExactly(owner + "!", owner + "?");
        assertThat(database.queryBoolean(
                        "SELECT bool_and(pg_get_userbyid(proowner) = '" + owner + "' AND NOT has_function_privilege('"
                                + writer + "', oid, 'EXECUTE')) FROM pg_proc WHERE proname LIKE '%underpin%'"))
                .isTrue();
        assertThat(bench(LENGTH).rollback().text()).isEmpty();
    }

    @Test
    void namesOfAnyKindAndLength() {
        String longest = "\"" + "Ä".repeat(31) + "\"";
        database.execute(
                "CREATE TABLE %1$s (\"found\" int, \"NEW\" text); INSERT INTO %1$s VALUES (1, 'x')".formatted(longest));

        assertThat(
                        codes(
                                "'" + longest + "'",
                                "column: '" + longest
                                        + "', type: text, notNull: true, backfill: { from: { expression: \"\\\"NEW\\\" || found\" } }"))
                .isEmpty();
        database.execute("INSERT INTO %s VALUES (2, 'y')".formatted(longest));
        assertThat(database.queryTexts("SELECT %1$s FROM %1$s ORDER BY found".formatted(longest)))
                .containsExactly("x1", "y2");
        assertThat(bench(LENGTH).rollback().text()).isEmpty();
    }
}
