package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.SmallDisk;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The server has no room in the middle: nothing is lost, what to do is said, and with room it goes on. */
@PostgresTest
@SideBySide
class FullDiskIT {

    private static final String CONVERSION =
            "{ table: notes, range: { column: at, interval: 1 month, ahead: 0 }, oldKey: lost }";

    private static final String NOTES = """
            CREATE TABLE notes (id int PRIMARY KEY, text text, at timestamptz NOT NULL) %s;
            INSERT INTO notes SELECT i, md5(i::text) || repeat('x', 60), date_trunc('month', now()) - i %% 40 * interval '1 day'
            FROM generate_series(1, 12000) AS i;
            CREATE TABLE expected AS TABLE notes;
            ANALYZE notes;
            """;

    private static void same(TestDatabase database) {
        assertThat(DataDigest.of(database, "notes")).isEqualTo(DataDigest.of(database, "expected"));
    }

    private static void saysWhatToDo(Told told, String what, String remedy) {
        assertThat(told.problems()).anySatisfy(problem -> {
            assertThat(problem.error()).isTrue();
            assertThat(problem.finding().message()).contains(what);
            assertThat(problem.finding().remedy()).contains(remedy);
        });
    }

    @Test
    void aCopyThatFillsTheDiskMakesRoomAgain(TestDatabase database) {
        try (SmallDisk disk = disk(database, 6)) {
            database.execute(NOTES.formatted("TABLESPACE " + disk.tablespace()));
            CatalogSnapshot before = CatalogSnapshot.of(database);
            long used = disk.used();

            Told told = Conversions.of(database, CONVERSION).apply(filling(disk, Failpoint.BATCHES_INTENT, "copy"));

            assertThat(told.outcome()).as(told.toString()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
            saysWhatToDo(told, "No space left on device", "Make room on the server's disk");
            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
            same(database);
            disk.clear();
            database.execute("CHECKPOINT");
            assertThat(disk.used()).isLessThan(used + 1_000_000);

            Conversions.of(database, CONVERSION).apply().done();
            same(database);
            database.execute("DROP TABLE notes, notes_retired CASCADE");
        }
    }

    @Test
    void aComparisonWithoutRoomForItsTemporaryFilesIsNoReasonToTakeBackTheCopy(TestDatabase database) {
        try (SmallDisk disk = disk(database, 2)) {
            database.execute(NOTES.formatted(""));
            database.execute("ALTER DATABASE " + database.name() + " SET temp_tablespaces = " + disk.tablespace());
            database.execute("ALTER DATABASE " + database.name() + " SET work_mem = '256kB'");
            CatalogSnapshot before = CatalogSnapshot.of(database);
            Conversions conversions = Conversions.of(database, CONVERSION);

            Told told = conversions.apply(filling(disk, Failpoint.BATCHES_INTENT, "catch-up"));

            assertThat(told.outcome()).as(told.toString()).isEqualTo(Outcome.STOPPED);
            saysWhatToDo(told, "No space left on device", "Make room on the server's disk");
            disk.clear();
            conversions.resume().done();
            same(database);

            Told back = conversions.rollback(filling(disk, Failpoint.BATCHES_INTENT, "back.catch-up"));

            assertThat(back.outcome()).as(back.toString()).isIn(Outcome.STOPPED, Outcome.REFUSED);
            saysWhatToDo(back, "No space left on device", "Make room on the server's disk");
            same(database);
            conversions.underpin().status(Optional.empty());
            disk.clear();
            conversions.rollback().done();
            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
            same(database);
        }
    }

    /** As above, where a role may not have more: to list rows that differ takes room, if there are many. */
    @Test
    void noMoreIsALimitOnTemporaryFiles(TestDatabase database) {
        TestLogin login = database.createLogin("limited", "");
        database.execute(NOTES.formatted("") + """
                ALTER TABLE notes OWNER TO %1$s;
                GRANT CREATE ON SCHEMA public TO %1$s;
                GRANT CREATE ON DATABASE %2$s TO %1$s;
                ALTER ROLE %1$s SET temp_file_limit = '200kB';
                ALTER ROLE %1$s SET work_mem = '64kB';
                """.formatted(login.name(), database.name()));
        Conversions conversions = Conversions.as(database.jdbcUrlAs(login), CONVERSION);

        Told told = conversions.apply(
                HeldConversion.at(
                        Failpoint.BATCHES_INTENT,
                        "catch-up",
                        () -> database.execute(
                                "ALTER TABLE notes_underpin DISABLE TRIGGER USER; UPDATE notes_underpin SET text = text || 'x'")));

        assertThat(told.outcome()).as(told.toString()).isEqualTo(Outcome.STOPPED);
        saysWhatToDo(told, "53400", "Raise the limit that the message names");
        database.execute("ALTER ROLE " + login.name() + " RESET temp_file_limit");
        conversions.resume().done();
        same(database);
    }

    private static Failpoints filling(SmallDisk disk, Failpoint moment, String where) {
        return HeldConversion.at(moment, where, disk::fill);
    }

    private static SmallDisk disk(TestDatabase database, int megabytes) {
        Optional<SmallDisk> disk = SmallDisk.of(database, megabytes);
        assumeTrue(disk.isPresent(), "nothing can be mounted here");
        return disk.orElseThrow();
    }
}
