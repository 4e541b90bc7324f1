package dev.underpin.partitioning;

import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.UncheckedSqlException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A role that reads, over and over, whatever it can of all that is in the table's schema and in the tool's. */
final class Stranger implements AutoCloseable {

    private static final String RELATIONS = """
            SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('public', 'underpin') AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
            """;

    private static final String WRITABLE = """
            SELECT c.oid::regclass::text
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('public', 'underpin') AND has_schema_privilege(n.oid, 'USAGE')
              AND c.relkind IN ('r', 'p', 'v')
              AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')
            UNION ALL
            SELECT c.oid::regclass::text
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('public', 'underpin') AND has_schema_privilege(n.oid, 'USAGE')
              AND CASE c.relkind WHEN 'S' THEN has_sequence_privilege(c.oid, 'USAGE, SELECT, UPDATE') ELSE false END
            UNION ALL
            SELECT p.oid::regprocedure::text
            FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
            WHERE n.nspname IN ('public', 'underpin') AND has_schema_privilege(n.oid, 'USAGE')
              AND has_function_privilege(p.oid, 'EXECUTE')
            """;

    /** Denied; there no more. */
    private static final Set<String> EXPECTED = Set.of("42501", "42P01");

    private final TestDatabase database;
    private final String role;
    private final Set<String> allowed;
    private final Set<String> reached = ConcurrentHashMap.newKeySet();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CompletableFuture<Void> reading;

    /**
     * @param allowed what it reads or may change anyway, with the number of rows: {@code public.notes: 10}
     */
    Stranger(TestDatabase database, String role, Set<String> allowed) {
        this.database = database;
        this.role = role;
        this.allowed = allowed;
        this.reading = CompletableFuture.runAsync(this::read);
    }

    private void read() {
        try (TestSession session = database.sessionAs(role)) {
            while (!stopped.get()) {
                for (String relation : session.queryTexts(RELATIONS)) {
                    seen.add(relation);
                    look(session, relation);
                }
                session.queryTexts(WRITABLE).forEach(object -> reach("change " + object));
                rounds.incrementAndGet();
            }
        }
    }

    private void look(TestSession session, String relation) {
        try {
            long rows = session.queryLong("SELECT count(*) FROM " + relation);
            if (rows > 0) {
                reach(relation + ": " + rows);
            }
        } catch (UncheckedSqlException refused) {
            if (!EXPECTED.contains(refused.sqlState())) {
                throw refused;
            }
        }
    }

    private void reach(String what) {
        if (!allowed.contains(what)) {
            reached.add(what);
        }
    }

    /** Fails if reading itself failed. */
    long rounds() {
        if (reading.isDone()) {
            reading.join();
        }
        return rounds.get();
    }

    /** All relations that were there at some moment. */
    Set<String> seen() {
        return Set.copyOf(seen);
    }

    /** What it reached beyond what it may. */
    List<String> reached() {
        return reached.stream().sorted().toList();
    }

    /** Fails if reading itself failed. */
    @Override
    public void close() {
        stopped.set(true);
        reading.orTimeout(1, TimeUnit.MINUTES).join();
    }
}
