package dev.underpin.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.underpin.db.Session;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.StatusReport.Holder;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One runner works on a plan; one that has been replaced writes nothing any more. */
@PostgresTest
@SideBySide
class LeaseIT {

    private TestDatabase database;
    private JournalBench bench;

    @BeforeEach
    void lease(TestDatabase fresh) {
        database = fresh;
        bench = new JournalBench(fresh);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Optional<Lease> second() {
        return Lease.tryTake(bench.session("control"), JournalBench.PLAN, "there", "rollback");
    }

    private void writes(JournalWriter journal, String plan) {
        journal.write(dsl -> dsl.execute(
                "INSERT INTO underpin.event (run, kind, body) VALUES (?, 'test', pg_catalog.to_jsonb(?::text))",
                bench.run(),
                plan));
    }

    private long written() {
        return database.queryLong("SELECT count(*) FROM underpin.event WHERE kind = 'test'");
    }

    @Test
    void itIsTakenOnceAndItsHolderIsNamed() {
        assertThat(second()).isEmpty();
        assertThat(Lease.holder(bench.control(), JournalBench.PLAN))
                .hasValueSatisfying(holder -> assertThat(holder)
                        .startsWith("apply on here (server process "
                                + bench.control().backendPid() + ")"));
        assertThat(Lease.holders(bench.control())).extracting(Holder::host).containsExactly("here");
    }

    @Test
    void anotherPlansIsAnotherOne() {
        assertThat(Lease.tryTake(bench.session("control"), "another", "there", "apply"))
                .hasValueSatisfying(lease -> assertThat(lease.epoch()).isOne());
    }

    @Test
    void whatIsReleasedCanBeTakenAndNobodyHoldsIt() {
        bench.lease().release(bench.control());
        assertThat(Lease.holder(bench.control(), JournalBench.PLAN)).isEmpty();
        assertThat(second())
                .hasValueSatisfying(lease ->
                        assertThat(lease.epoch()).isEqualTo(bench.lease().epoch() + 1));
    }

    @Test
    void itEndsWithItsSession() {
        JournalBench.kill(bench.control(), database);
        assertThat(second()).isPresent();
    }

    @Test
    void whoHasBeenReplacedWritesNothing() {
        writes(bench.journal(), "while it is held");
        JournalBench.kill(bench.control(), database);
        Lease later = second().orElseThrow();

        assertThatThrownBy(() -> writes(bench.journal(), "too late")).satisfies(LeaseIT::takenOver);
        Session worker = bench.session("worker");
        assertThatThrownBy(() -> worker.transaction(() -> bench.journal().within(worker, dsl -> 0)))
                .satisfies(LeaseIT::takenOver);
        assertThat(written()).isOne();

        writes(JournalWriter.under(later, bench.session("journal")), "its successor");
        assertThat(written()).isEqualTo(2);
    }

    private static void takenOver(Throwable failure) {
        assertThat(failure).isInstanceOfSatisfying(Failure.class, stopped -> {
            assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
            assertThat(stopped).hasMessageContaining("has taken over");
        });
    }

    /** What has looked at the lease in its transaction is committed before anybody else has it. */
    @Test
    void whoTakesOverWaitsForWhatIsBeingCommitted() throws Exception {
        Session worker = bench.session("worker");
        Session taking = bench.session("control");
        CompletableFuture<Optional<Lease>> later = worker.transaction(() -> {
            bench.lease().fence(worker.dsl());
            JournalBench.kill(bench.control(), database);
            CompletableFuture<Optional<Lease>> taker =
                    CompletableFuture.supplyAsync(() -> Lease.tryTake(taking, JournalBench.PLAN, "there", "rollback"));
            await().atMost(Duration.ofSeconds(30)).until(() -> waits(taking));
            worker.dsl().execute("INSERT INTO underpin.event (run, kind, body) VALUES (?, 'test', '1')", bench.run());
            assertThat(taker).isNotDone();
            return taker;
        });
        assertThat(later.get(30, TimeUnit.SECONDS)).isPresent();
        assertThat(written()).isOne();
    }

    private boolean waits(Session session) {
        return database.queryBoolean(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = ? AND NOT granted)", session.backendPid());
    }

    @Test
    void sessionsThatOutliveTheirRunnerAreSeen() {
        Session worker = bench.session("worker");
        bench.lease().enlist(worker);
        JournalBench.kill(bench.control(), database);
        Session control = bench.session("control");
        Lease later =
                Lease.tryTake(control, JournalBench.PLAN, "there", "resume").orElseThrow();
        assertThat(later.orphansAlive(control)).isTrue();
        JournalBench.kill(worker, database);
        assertThat(later.orphansAlive(control)).isFalse();
        Session fresh = bench.session("worker");
        later.enlist(fresh);
        assertThat(later.orphansAlive(control)).isTrue();
    }

    @Test
    void aRowAloneBlocksNobody() {
        bench.lease().release(bench.control());
        try (TestSession session = database.session()) {
            session.execute("UPDATE underpin.lease SET released_at = NULL, heartbeat_at = now()");
        }
        assertThat(second()).isPresent();
    }

    @Test
    void withoutOneNothingIsWritten() {
        JournalWriter reading = JournalWriter.readOnly(bench.session("reading"));
        assertThatThrownBy(() -> writes(reading, "never")).isInstanceOf(IllegalStateException.class);
        long runs = reading.read(
                dsl -> dsl.fetchSingle("SELECT count(*) FROM underpin.run").get(0, Long.class));
        assertThat(runs).isOne();
    }
}
