package dev.underpin.partitioning;

import static org.awaitility.Awaitility.await;

import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.time.Duration;
import java.util.List;

/** A database on another server that subscribes to a publication. */
final class Subscriber implements AutoCloseable {

    private final TestDatabase publisher;
    private final TestDatabase database;
    private final String subscription;

    private Subscriber(TestDatabase publisher, TestDatabase database, String subscription) {
        this.publisher = publisher;
        this.database = database;
        this.subscription = subscription;
    }

    /** Waits until it has the rows that are there. */
    static Subscriber of(TestDatabase publisher, PostgresServer server, String publication, String tables) {
        TestDatabase database = server.createDatabase();
        database.execute(tables);
        String subscription = database.name();
        Subscriber subscriber = new Subscriber(publisher, database, subscription);
        try (TestSession session = database.session()) {
            session.execute(session.queryText(
                    "SELECT format('CREATE SUBSCRIPTION %I CONNECTION %L PUBLICATION %I', ?, ?, ?)",
                    subscription, publisher.url(), publication));
        }
        subscriber.patiently(() -> database.queryBoolean(
                "SELECT count(*) > 0 AND bool_and(srsubstate IN ('r', 's')) FROM pg_subscription_rel"));
        return subscriber;
    }

    TestDatabase database() {
        return database;
    }

    /** Whether it comes to hold what the publisher holds, in one column of a table. */
    void follows(String query) {
        List<String> published = publisher.queryTexts(query);
        patiently(() -> database.queryTexts(query).equals(published));
    }

    /** Whether it has received everything that was published up to now. */
    void keepsUp() {
        String end = publisher.queryText("SELECT pg_current_wal_lsn()::text");
        patiently(() -> publisher.queryBoolean(
                "SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ? AND active AND confirmed_flush_lsn >= ?::pg_lsn)",
                subscription,
                end));
    }

    private void patiently(java.util.concurrent.Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }

    @Override
    public void close() {
        database.execute("ALTER SUBSCRIPTION " + subscription + " DISABLE");
        try (TestSession session = database.session()) {
            session.execute("ALTER SUBSCRIPTION " + subscription + " SET (slot_name = NONE)");
            session.execute("DROP SUBSCRIPTION " + subscription);
        }
        database.close();
        patiently(() -> publisher.queryBoolean(
                "SELECT NOT coalesce(bool_or(active), false) FROM pg_replication_slots WHERE slot_name = ?",
                subscription));
    }
}
