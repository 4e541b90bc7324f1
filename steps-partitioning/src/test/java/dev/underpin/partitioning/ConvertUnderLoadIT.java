package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.underpin.testkit.Majors;
import dev.underpin.testkit.Matrix;
import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.OneByOne;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.workload.Verdict;
import dev.underpin.testkit.workload.Workload;
import dev.underpin.testkit.workload.WorkloadReport;
import java.time.Duration;

/** Guide 000's table becomes monthly partitions and comes back while applications write to it. */
@PostgresTest
@OneByOne
class ConvertUnderLoadIT {

    /** So many that applications write a lot while they are copied. */
    private static final int ROWS = Matrix.isWhole() ? 1_000_000 : 100_000;

    private static final String MONTHLY =
            "{ table: messages, range: { column: created_at, interval: 1 month }, primaryKey: [id, created_at], %s }";

    /** Each way to keep the old key, and to have the writes for the way back. */
    private static Conversions conversions(TestDatabase database) {
        return Conversions.of(
                database,
                MONTHLY.formatted(database.server().major() > 15 ? "reverse: synchronous" : "oldKey: guarded"));
    }

    @Majors({15, 17})
    void noWriteIsLostWhileApplicationsWork(PostgresServer server) {
        try (TestDatabase database = MessagesFixture.database(server, ROWS, 24)) {
            Conversions conversions = conversions(database);
            CatalogSnapshot schema = CatalogSnapshot.of(database);
            try (Workload workload = Workload.on(database, "messages")
                    .writers(4)
                    .opsPerSecond(50)
                    .seed(7)
                    .start()) {
                awaitOperations(workload, 200);
                conversions.apply().done();
                clean(workload.verify());
                awaitOperations(workload, 200);
                conversions.rollback().done();
                WorkloadReport report = workload.stop();
                clean(workload.verify());
                assertThat(report.errors()).isEmpty();
                assertThat(report.longestStall())
                        .as("%s", report)
                        .isLessThanOrEqualTo(report.stallBound(Duration.ofMillis(300)));
            }
            assertThat(schema.diff(CatalogSnapshot.of(database))).isEmpty();
        }
    }

    private static void awaitOperations(Workload workload, int more) {
        long soFar = workload.report().ops();
        await().atMost(Duration.ofMinutes(1)).until(() -> workload.report().ops() >= soFar + more);
    }

    private static void clean(Verdict verdict) {
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
    }
}
