package dev.underpin.rls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.control.Failpoint;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages whose policies ask the conversations whose they are, until they say it themselves. */
@PostgresTest
@SideBySide
class OwnerColumnIT {

    private static final String POLICIES = """
            SELECT concat_ws(' ', policyname, permissive, roles, cmd, qual, with_check, obj_description(p.oid, 'pg_policy'))
            FROM pg_policies JOIN pg_policy p ON polname = policyname AND polrelid = 'messages'::regclass WHERE tablename = 'messages' ORDER BY 1""";

    private TestDatabase database;
    private PlanBench bench;

    @BeforeEach
    void messages(TestDatabase fresh) {
        database = fresh;
        fresh.execute(Conversations.SCHEMA);
        bench = bench(Conversations.PLAN);
    }

    private PlanBench bench(String plan) {
        return new PlanBench(database, PluginRegistry.of(List.of(new RlsPlugin())), plan);
    }

    private static TestSession as(TestSession session, int user) {
        session.queryText("SELECT set_config('request.jwt.claim.sub', ?, false)", Conversations.user(user));
        session.execute("SET ROLE authenticated");
        return session;
    }

    private List<String> seen(int user) {
        try (TestSession session = as(database.session(), user)) {
            return session.queryTexts("SELECT id::text FROM messages ORDER BY id");
        }
    }

    private List<String> of(int conversation) {
        return database.queryTexts("SELECT id::text FROM messages WHERE conversation_id = ? ORDER BY id", conversation);
    }

    @Test
    void everybodySeesWhatHeSawAndByTheColumnAlone() {
        List<String> policies = database.queryTexts(POLICIES);
        assertThat(seen(7)).isEqualTo(of(7)).hasSize(10);

        assertThat(bench.apply().text()).isEmpty();

        assertThat(seen(7)).isEqualTo(of(7));
        assertThat(database.queryTexts(
                        "SELECT coalesce(qual, with_check) FROM pg_policies WHERE tablename = 'messages'"))
                .hasSize(4)
                .allMatch(expression -> expression.startsWith("(auth_user_id = ( SELECT auth.uid()"));
        assertThat(
                        database.queryTexts(
                                "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'messages'::regclass AND indisvalid"))
                .contains("idx_messages_auth_user_id");
        assertThat(database.queryBoolean(
                        "SELECT convalidated FROM pg_constraint WHERE conname = 'messages_auth_user_id_fkey'"))
                .isTrue();
        try (TestSession session = as(database.session(), 7)) {
            session.execute("SET enable_seqscan = off");
            assertThat(session.queryTexts("EXPLAIN SELECT * FROM messages"))
                    .anyMatch(line -> line.contains("idx_messages_auth_user_id"))
                    .noneMatch(line -> line.contains("conversations"));
            assertThat(session.update("INSERT INTO messages VALUES (1000, 7, 'of one who does not know the column')"))
                    .isOne();
            assertThat(session.update("UPDATE messages SET content = 'x' WHERE conversation_id <> 7"))
                    .isZero();
            assertThat(session.update("DELETE FROM messages WHERE id = 1000")).isOne();
        }
        assertThat(bench.verify().outcome()).isEqualTo(Outcome.DONE);

        assertThat(bench.rollback().text()).isEmpty();

        assertThat(database.queryTexts(POLICIES)).isEqualTo(policies);
        assertThat(seen(7)).isEqualTo(of(7)).hasSize(10);
    }

    /** Threads that go on until they are told to stop, or fail. */
    private static final class Crowd implements AutoCloseable {

        private final AtomicBoolean stop = new AtomicBoolean();
        private final List<CompletableFuture<Void>> threads = new ArrayList<>();

        void add(IntConsumer round) {
            threads.add(CompletableFuture.runAsync(() -> {
                for (int n = 0; !stop.get(); n++) {
                    round.accept(n);
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
    void nobodySeesMoreOrLessAtAnyMomentWhileOthersWrite() {
        List<String> mine = of(7);
        try (TestSession reading = as(database.session(), 7);
                TestSession repeating = as(database.session(), 7);
                TestSession writing = database.session();
                TestSession moving = database.session()) {
            Random random = new Random(1);
            IntConsumer reads = n -> assertThat(reading.queryTexts("SELECT id::text FROM messages ORDER BY id"))
                    .isEqualTo(mine);
            IntConsumer writes = n -> {
                writing.update(
                        "INSERT INTO messages SELECT max(id) + 1, ?, 'new' FROM messages", 20 + random.nextInt(20));
                writing.update("DELETE FROM messages WHERE id = (SELECT max(id) FROM messages WHERE id > 450)");
            };
            Crowd during = new Crowd();
            try (during) {
                during.add(reads);
                during.add(writes);
                during.add(n -> {
                    repeating.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
                    repeating.queryLong("SELECT count(*) FROM conversations");
                    assertThat(repeating.queryTexts("SELECT id::text FROM messages ORDER BY id"))
                            .isEqualTo(mine);
                    repeating.execute("COMMIT");
                });
                during.add(n -> moving.update(
                        "UPDATE conversations SET auth_user_id = ?::uuid WHERE id = ?",
                        Conversations.user(20 + n % 7),
                        20 + n % 20));

                assertThat(bench.apply().text()).isEmpty();
            }
            assertThat(database.queryLong("SELECT count(*) FROM messages JOIN conversations c ON c.id = conversation_id"
                            + " WHERE messages.auth_user_id IS DISTINCT FROM c.auth_user_id"))
                    .isZero();
            Crowd afterwards = new Crowd();
            try (afterwards) {
                afterwards.add(reads);
                afterwards.add(writes);

                assertThat(bench.rollback().text()).isEmpty();
            }
        }
        assertThat(seen(7)).isEqualTo(mine);
    }

    @Test
    void noSnapshotThatIsOlderThanTheValuesMeetsThePoliciesThatCompareThem() {
        List<String> mine = of(7);
        try (TestSession old = as(database.session(), 7)) {
            old.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
            old.queryLong("SELECT count(*) FROM conversations");

            CompletableFuture<PlanBench.Result> applied = CompletableFuture.supplyAsync(bench::apply);
            while (!applied.isDone()
                    && !database.queryBoolean(
                            "SELECT EXISTS (SELECT FROM pg_stat_progress_create_index WHERE phase LIKE 'waiting for old snapshots')")) {
                Thread.onSpinWait();
            }
            assertThat(applied).isNotDone();
            assertThat(old.queryTexts("SELECT id::text FROM messages ORDER BY id"))
                    .isEqualTo(mine);
            old.execute("COMMIT");

            assertThat(applied.join().text()).isEmpty();
        }
        assertThat(seen(7)).isEqualTo(mine);
    }

    @Test
    void policiesThatSomebodyChangesMeanwhileAreHis() {
        PlanBench.Result stopped = bench.apply(PlanBench.once(
                Failpoint.TRANSACTION_COMMITTED,
                "change.3",
                () -> database.execute("CREATE POLICY theirs ON messages USING (false)")));

        assertThat(stopped.codes()).contains("E1251");
        assertThat(database.queryTexts("SELECT policyname FROM pg_policies WHERE tablename = 'messages'"))
                .hasSize(5)
                .contains("theirs");
        assertThat(
                        database.queryBoolean(
                                "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'messages'::regclass AND attname = 'auth_user_id')"))
                .isFalse();
    }

    @Test
    void aPoliciesChangeAfterwardsIsNotOverwrittenByTheWayBack() {
        assertThat(bench.apply().text()).isEmpty();
        database.execute("CREATE POLICY theirs ON messages USING (false)");

        assertThat(bench.verify().codes()).contains("E1252");
        assertThat(bench.rollback().codes()).contains("E1252");

        database.execute("DROP POLICY theirs ON messages");
        assertThat(bench.rollback().text()).isEmpty();
    }

    @Test
    void tellsWhichPoliciesGoAndWhatNobodyLetsThrough() {
        assertThat(bench.check().codes()).containsExactly("N3331", "N3331", "N3331", "N3331");
        assertThat(bench(Conversations.PLAN.replaceAll(" {8}- \\{ name: Users can delete.*\n", ""))
                        .check()
                        .codes())
                .contains("W3321");
    }

    @Test
    void refusesATableWhosePartitionsWouldNeedAnIndexEach() {
        database.execute("""
                CREATE TABLE parts (id int, conversation_id int REFERENCES conversations, made date) PARTITION BY RANGE (made);
                CREATE INDEX ON parts (conversation_id);
                """);

        assertThat(bench(Conversations.PLAN.replace("public.messages", "parts"))
                        .check()
                        .codes())
                .containsExactly("E1295");
    }
}
