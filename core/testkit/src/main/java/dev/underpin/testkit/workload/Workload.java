package dev.underpin.testkit.workload;

import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.UncheckedSqlException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Applications at work on one table: writers that own disjoint rows, and readers of rows that no writer owns. They never reconnect and never
 * repeat anything, so whatever the table's conversion does to them shows in the report; what must be in the table is known to the oracle.
 *
 * <pre>{@code
 * try (Workload workload = Workload.on(database, "messages").writers(4).opsPerSecond(50).seed(7).start()) {
 *     convert();
 *     WorkloadReport report = workload.stop();
 *     assertThat(report.errors()).isEmpty();
 *     assertThat(workload.verify().isClean()).isTrue();
 * }
 * }</pre>
 */
public final class Workload implements AutoCloseable {

    private static final long STOP_SECONDS = 120;

    private final TestDatabase database;
    private final TableStatements statements;
    private final List<Writer> writers;
    private final List<Reader> readers;
    private final Bystander bystander;
    private final Recorder recorder;
    private final Oracle oracle;
    private final ScheduledExecutorService scheduler;
    /** Held shared during an operation, exclusively while all writers must rest. */
    private final ReentrantReadWriteLock rest = new ReentrantReadWriteLock(true);

    private long startNanos;
    private Duration ran = Duration.ZERO;

    Workload(
            TestDatabase database,
            TableStatements statements,
            BaseRows base,
            List<Writer> writers,
            List<Reader> readers,
            Bystander bystander,
            Recorder recorder) {
        this.database = database;
        this.statements = statements;
        this.writers = writers;
        this.readers = readers;
        this.bystander = bystander;
        this.recorder = recorder;
        this.oracle =
                new Oracle(statements, base, writers.stream().map(Writer::owned).toList());
        this.scheduler = Executors.newScheduledThreadPool(writers.size() + readers.size() + 1);
    }

    /** A workload on a table that is like {@link Shape#messages()} unless another shape is given. */
    public static WorkloadBuilder on(TestDatabase database, String table) {
        return new WorkloadBuilder(database, table);
    }

    void run(int opsPerSecond) {
        startNanos = System.nanoTime();
        long period = TimeUnit.SECONDS.toNanos(1) / opsPerSecond;
        List<Runnable> tasks = new ArrayList<>();
        writers.forEach(writer -> tasks.add(() -> guarded(() -> whenNotResting(writer))));
        readers.forEach(reader -> tasks.add(() -> guarded(reader::step)));
        tasks.add(() -> guarded(bystander::step));
        for (int task = 0; task < tasks.size(); task++) {
            var unused = scheduler.scheduleAtFixedRate(
                    tasks.get(task), period * task / tasks.size(), period, TimeUnit.NANOSECONDS);
        }
    }

    /** What must be in the table; ask it after {@link #stop}. */
    public Oracle oracle() {
        return oracle;
    }

    /** Compares the table with what it must contain; running writers rest meanwhile between two transactions. */
    public Verdict verify() {
        return verify(statements.table());
    }

    /** Compares another table that must have the same contents; running writers rest meanwhile between two transactions. */
    public Verdict verify(String table) {
        rest.writeLock().lock();
        try (Connection connection = database.connect()) {
            return oracle.verify(connection, table);
        } catch (SQLException failure) {
            throw new UncheckedSqlException("verify " + table, failure);
        } finally {
            rest.writeLock().unlock();
        }
    }

    /** What happened so far. */
    public WorkloadReport report() {
        return new WorkloadReport(
                scheduler.isShutdown() ? ran : Duration.ofNanos(System.nanoTime() - startNanos),
                recorder.operations(),
                recorder.errors(),
                recorder.statements().latencies(),
                recorder.transactions().latencies(),
                recorder.reads().latencies(),
                recorder.bystanders().latencies());
    }

    /**
     * Lets every writer finish what it is doing, and disconnects them. Further calls give the same report.
     *
     * @throws IllegalStateException if one does not finish within two minutes
     */
    public WorkloadReport stop() {
        if (!scheduler.isShutdown()) {
            ran = Duration.ofNanos(System.nanoTime() - startNanos);
            scheduler.shutdown();
            awaitEnd();
            disconnect();
        }
        return report();
    }

    @Override
    public void close() {
        stop();
    }

    /** An exception that escapes would end the ticks silently. */
    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException bug) {
            recorder.failed("workload", bug.toString());
        }
    }

    private void whenNotResting(Writer writer) {
        rest.readLock().lock();
        try {
            writer.step();
        } finally {
            rest.readLock().unlock();
        }
    }

    private void awaitEnd() {
        try {
            if (!scheduler.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "a writer or reader still waits for the server after " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the workload ended", interruption);
        }
    }

    private void disconnect() {
        try {
            for (Writer writer : writers) {
                writer.close();
            }
            for (Reader reader : readers) {
                reader.close();
            }
            bystander.close();
        } catch (SQLException failure) {
            throw new UncheckedSqlException("disconnect the workload", failure);
        }
    }
}
