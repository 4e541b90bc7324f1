package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The server process that works for a conversion is ended, by an administrator or by a failover. Nothing is lost: the run goes on
 * by itself. The table {@code expected} gets the same writes and is never converted.
 */
@PostgresTest
@SideBySide
class ServerProcessIT {

    private static final String CONVERSION =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 }, oldKey: lost }";

    private TestDatabase database;
    private Conversions conversions;

    @BeforeEach
    void notes(TestDatabase fresh) {
        database = fresh;
        conversions = Conversions.of(fresh, CONVERSION);
        fresh.execute("""
                CREATE TABLE notes (id bigint PRIMARY KEY, text text, at timestamptz NOT NULL DEFAULT now());
                INSERT INTO notes SELECT n, 'n' || n, date_trunc('month', now()) - n * interval '10 hours' FROM generate_series(1, 200) AS n;
                CREATE TABLE expected AS TABLE notes;
                """);
    }

    private void write(String statement) {
        database.execute(statement.formatted("notes"));
        database.execute(statement.formatted("expected"));
    }

    private void same(String table) {
        assertThat(DataDigest.of(database, table)).isEqualTo(DataDigest.of(database, "expected"));
    }

    private String kind() {
        return database.queryText("SELECT relkind FROM pg_class WHERE oid = 'notes'::regclass");
    }

    /** Ends the processes at the moment, and waits until they are gone. */
    private Failpoints endingAt(Failpoint moment, String where, String which, AtomicLong ended) {
        return HeldConversion.at(
                moment,
                where,
                () -> ended.set(database.queryLong(
                        "SELECT count(*) FROM (SELECT pg_terminate_backend(pid, 10000) AS gone FROM pg_stat_activity"
                                + " WHERE datname = current_database() AND application_name LIKE 'underpin %' AND "
                                + which + ") AS ended WHERE gone")));
    }

    private Failpoints writingWhen(String where, String statement, Failpoints then) {
        Failpoints writing = HeldConversion.at(Failpoint.BATCHES_INTENT, where, () -> write(statement));
        return (point, at) -> {
            writing.reached(point, at);
            then.reached(point, at);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "CHUNK_BEFORE_COMMIT, copy, state = 'idle in transaction'",
        "CHUNK_BEFORE_COMMIT, catch-up, state = 'idle in transaction'",
        "TRANSACTION_BEFORE_COMMIT, swap, state = 'idle in transaction'",
        "CHUNK_BEFORE_COMMIT, catch-up, true",
        "TRANSACTION_BEFORE_COMMIT, swap, true",
        "TRANSACTION_COMMITTED, swap, true"
    })
    void onTheWayThere(Failpoint moment, String where, String which) {
        AtomicLong ended = new AtomicLong();

        Told told = conversions.apply(writingWhen(
                "catch-up",
                "UPDATE %s SET text = 'changed', at = at - interval '1 day' WHERE id < 20",
                endingAt(moment, where, which, ended)));

        assertThat(ended).as("ended processes").hasPositiveValue();
        told.done();
        assertThat(kind()).isEqualTo("p");
        same("notes");
        same("notes_retired");
        conversions.verify().done();
    }

    @ParameterizedTest
    @CsvSource({
        "CHUNK_BEFORE_COMMIT, back.catch-up, state = 'idle in transaction'",
        "TRANSACTION_BEFORE_COMMIT, back.swap, state = 'idle in transaction'",
        "CHUNK_BEFORE_COMMIT, back.catch-up, true",
        "TRANSACTION_BEFORE_COMMIT, back.swap, true",
        "TRANSACTION_COMMITTED, back.swap, true"
    })
    void onTheWayBack(Failpoint moment, String where, String which) {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        conversions.apply().done();
        write("UPDATE %s SET text = 'changed', at = at - interval '40 days' WHERE id < 50");
        write("DELETE FROM %s WHERE id > 190");
        AtomicLong ended = new AtomicLong();

        Told told = conversions.rollback(endingAt(moment, where, which, ended));

        assertThat(ended).as("ended processes").hasPositiveValue();
        told.done();
        assertThat(kind()).isEqualTo("r");
        same("notes");
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }
}
