package dev.underpin.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.underpin.cli.FakeHost;
import dev.underpin.cli.Terminal;
import dev.underpin.control.Failpoint;
import dev.underpin.testkit.Matrix;
import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The process dies by SIGKILL's exit at every failpoint; what it was told to do is carried to its end, or taken back. */
@PostgresTest
@SideBySide
class KilledProcessIT {

    /** The plan writes no file. */
    private static final Set<Failpoint> NOT_IN_THIS_PLAN =
            EnumSet.of(Failpoint.EXPORT_INTENT, Failpoint.EXPORT_WRITTEN);

    private static final Set<Failpoint> OF_ROLLBACK = EnumSet.of(
            Failpoint.ROLLBACK_BEGUN,
            Failpoint.UNDO_JOURNALED,
            Failpoint.UNDO_DONE,
            Failpoint.STEP_UNDONE,
            Failpoint.RUN_ROLLED_BACK);

    private static final Set<Failpoint> OF_FINALIZE =
            EnumSet.of(Failpoint.FINALIZE_BEGUN, Failpoint.STEP_FINALIZED, Failpoint.RUN_FINALIZED);

    private static final int KILLED = 137;

    @TempDir
    private Path directory;

    private Path plan = Path.of("");

    @BeforeEach
    void writePlan() throws IOException {
        plan = Files.writeString(directory.resolve("plan.yaml"), """
                apiVersion: underpin/v1
                plan: killed
                settings: { lockTimeout: 2s }
                steps:
                  - id: partition
                    uses: partitioning.convert
                    with:
                      table: public.messages
                      range: { column: created_at, interval: 1 month, ahead: 1 }
                      oldKey: lost
                  - id: index
                    uses: indexing.create
                    with:
                      table: public.messages
                      name: idx_messages_room_created
                      keys: [ { column: chat_room_id }, { column: created_at, order: desc } ]
                """);
    }

    /** One that nobody kills, so that those that are killed start with the archive of its classes. */
    @BeforeEach
    void startOneThatEnds() throws Exception {
        if (ToolProcess.needsArchive()) {
            try (TestDatabase database = messages()) {
                ToolProcess process = ToolProcess.start(database, "", "apply", plan.toString());
                assertThat(process.await()).as(process.output()).isZero();
            }
        }
    }

    private static TestDatabase messages() {
        return MessagesFixture.database(PostgresServer.shared(), 2_000, 3);
    }

    /** A process dies there, applications write, and another process goes on. */
    @TestFactory
    Stream<DynamicTest> resumesAfterAKillInApply() {
        EnumSet<Failpoint> points = EnumSet.complementOf(EnumSet.copyOf(NOT_IN_THIS_PLAN));
        points.removeAll(OF_ROLLBACK);
        points.removeAll(OF_FINALIZE);
        return Matrix.some(List.copyOf(points), "resumes").stream()
                .map(point -> DynamicTest.dynamicTest(point.id(), () -> {
                    try (TestDatabase database = messages()) {
                        CatalogSnapshot before = CatalogSnapshot.of(database);
                        kill(database, point, "apply", plan.toString());
                        DataDigest written = write(database);

                        if (run(database, "resume", "killed") != 0) {
                            run(database, "apply", plan.toString());
                        }

                        assertThat(database.queryText("SELECT state FROM underpin.run ORDER BY ordinal DESC LIMIT 1"))
                                .isEqualTo("APPLIED");
                        assertThat(database.queryText("SELECT relkind FROM pg_class WHERE oid = 'messages'::regclass"))
                                .isEqualTo("p");
                        assertThat(DataDigest.of(database, "messages")).isEqualTo(written);
                        takesBack(database, before, write(database));
                    }
                }));
    }

    /** A process dies there, applications write, and another takes everything back. */
    @TestFactory
    Stream<DynamicTest> rollsBackAfterAKillInApply() {
        EnumSet<Failpoint> points = EnumSet.complementOf(EnumSet.copyOf(NOT_IN_THIS_PLAN));
        points.removeAll(OF_ROLLBACK);
        points.removeAll(OF_FINALIZE);
        return Matrix.some(List.copyOf(points), "rolls back").stream()
                .map(point -> DynamicTest.dynamicTest(point.id(), () -> {
                    try (TestDatabase database = messages()) {
                        CatalogSnapshot before = CatalogSnapshot.of(database);
                        kill(database, point, "apply", plan.toString());
                        takesBack(database, before, write(database));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> finishesARollbackThatWasKilled() {
        return Matrix.some(List.copyOf(OF_ROLLBACK), "is rolled back").stream()
                .map(point -> DynamicTest.dynamicTest(point.id(), () -> {
                    try (TestDatabase database = messages()) {
                        CatalogSnapshot before = CatalogSnapshot.of(database);
                        assertThat(run(database, "apply", plan.toString())).isZero();
                        kill(database, point, "rollback", "killed");
                        DataDigest written = write(database);
                        if (point != Failpoint.RUN_ROLLED_BACK) {
                            assertThat(run(database, "resume", "killed")).isZero();
                        }
                        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
                        assertThat(DataDigest.of(database, "messages")).isEqualTo(written);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> finishesAFinalizeThatWasKilled() {
        return Matrix.some(List.copyOf(OF_FINALIZE), "is finalized").stream()
                .map(point -> DynamicTest.dynamicTest(point.id(), () -> {
                    try (TestDatabase database = messages()) {
                        assertThat(run(database, "apply", plan.toString())).isZero();
                        kill(database, point, "finalize", "killed");
                        DataDigest written = write(database);
                        if (point != Failpoint.RUN_FINALIZED) {
                            assertThat(run(database, "resume", "killed")).isZero();
                        }
                        assertThat(database.queryText("SELECT state FROM underpin.run"))
                                .isEqualTo("FINALIZED");
                        assertThat(DataDigest.of(database, "messages")).isEqualTo(written);
                        assertThat(database.queryBoolean("SELECT to_regclass('public.messages_retired') IS NULL"))
                                .isTrue();
                    }
                }));
    }

    @Test
    void theSecondOfTwoRunnersNamesTheFirst() throws Exception {
        try (TestDatabase database = messages()) {
            ToolProcess first =
                    ToolProcess.start(database, Failpoint.BATCHES_INTENT.id() + ":pause", "apply", plan.toString());
            await().atMost(Duration.ofMinutes(1))
                    .until(
                            () -> database.queryBoolean("SELECT to_regclass('underpin.action') IS NOT NULL")
                                    && database.queryBoolean(
                                            "SELECT EXISTS (SELECT FROM underpin.action WHERE key = 'copy' AND state = 'INTENT')"));

            ToolProcess second = ToolProcess.start(database, "", "apply", plan.toString());

            assertThat(second.await()).as(second.output()).isEqualTo(5);
            assertThat(second.output()).contains("is being worked on").contains("held by apply on");
            assertThat(first.alive()).isTrue();
            first.kill();
            first.await();
            assertThat(run(database, "rollback", "killed")).isZero();
        }
    }

    private static void kill(TestDatabase database, Failpoint point, String... arguments) throws Exception {
        ToolProcess process = ToolProcess.start(database, point.id() + ":crash", arguments);
        assertThat(process.await()).as(process.output()).isEqualTo(KILLED);
    }

    /** Another process than the one that died, but not a new one: the tests' own. */
    private int run(TestDatabase database, String... arguments) {
        FakeHost host = new FakeHost(Terminal.none(), directory).realEngine();
        return host.run(Stream.concat(Stream.of(arguments), Stream.of("--yes", "--url", database.url()))
                .toArray(String[]::new));
    }

    /** What applications do meanwhile, and what the table must contain then. */
    private static DataDigest write(TestDatabase database) {
        database.execute("""
                INSERT INTO messages (chat_room_id, content, created_at)
                  SELECT chat_room_id, 'meanwhile', created_at FROM messages ORDER BY id LIMIT 20;
                UPDATE messages SET content = content || '!' WHERE id IN (SELECT id FROM messages ORDER BY id DESC LIMIT 20);
                UPDATE messages SET created_at = (SELECT min(created_at) FROM messages) WHERE id IN (SELECT id FROM messages ORDER BY content, id LIMIT 5);
                DELETE FROM messages WHERE id IN (SELECT id FROM messages ORDER BY md5(id::text) LIMIT 10);
                """);
        return DataDigest.of(database, "messages");
    }

    private void takesBack(TestDatabase database, CatalogSnapshot before, DataDigest written) {
        if (database.queryBoolean("SELECT EXISTS (SELECT FROM underpin.run WHERE state <> 'ROLLED_BACK')")) {
            assertThat(run(database, "rollback", "killed")).isZero();
        }
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(DataDigest.of(database, "messages")).isEqualTo(written);
    }
}
