package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.Outcome;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What cannot be converted is refused by name, with a reason and a remedy, and nothing has been changed. */
@SideBySide
class RefusalIT {

    private static final String TABLE =
            "CREATE TABLE notes (id int PRIMARY KEY, text text, at timestamptz NOT NULL); INSERT INTO notes SELECT n, 't' || n, now() FROM generate_series(1, 9) AS n;";
    private static final String PLAIN = "range: { column: at, interval: 1 month }, oldKey: lost";

    private record Case(String name, String setUp, String with, String code) {}

    private static Stream<Case> cases() {
        return Stream.of(
                new Case("no table", "", PLAIN, CommonCodes.NO_RELATION.id()),
                new Case(
                        "a view",
                        "CREATE VIEW notes AS SELECT 1 AS id, now() AS at",
                        PLAIN,
                        CommonCodes.OTHER_KIND.id()),
                new Case("no such column", TABLE, PLAIN.replace("at,", "when_at,"), CommonCodes.NO_COLUMN.id()),
                new Case("a column of text", TABLE, PLAIN.replace("at,", "text,"), Codes.COLUMN_TYPE.id()),
                new Case(
                        "hours of a date",
                        "CREATE TABLE notes (id int PRIMARY KEY, at date NOT NULL)",
                        PLAIN.replace("1 month", "1 hour"),
                        Codes.INTERVAL.id()),
                new Case("another key", TABLE, PLAIN + ", primaryKey: [text, at]", Codes.OTHER_KEY.id()),
                new Case(
                        "NULL keys",
                        TABLE.replace(" NOT NULL", "") + "UPDATE notes SET at = NULL WHERE id = 3",
                        PLAIN,
                        Codes.NULL_KEYS.id()),
                new Case(
                        "endless times",
                        TABLE + "UPDATE notes SET at = 'infinity' WHERE id = 3",
                        PLAIN,
                        Codes.UNLIMITED_TIME.id()),
                new Case(
                        "times outside",
                        TABLE,
                        PLAIN.replace("month,", "month, from: 2999-01-01,")
                                .replace("month }", "month, from: 2999-01-01 }"),
                        Codes.OUTSIDE.id()),
                new Case(
                        "too many partitions",
                        TABLE + "UPDATE notes SET at = '1500-01-01' WHERE id = 3",
                        PLAIN,
                        Codes.TOO_MANY_PARTITIONS.id()),
                new Case(
                        "a long name",
                        TABLE,
                        PLAIN + ", partitionName: \"" + "ü".repeat(30) + "_{yyyy}_{MM}\"",
                        CommonCodes.NAME_TOO_LONG.id()),
                new Case(
                        "a waived index that is the replica identity",
                        TABLE
                                + "CREATE UNIQUE INDEX notes_one ON notes (id); ALTER TABLE notes REPLICA IDENTITY USING INDEX notes_one",
                        PLAIN + ", waive: [\"unique:notes_one\"]",
                        Codes.IDENTITY_LOST.id()),
                new Case("names alike", TABLE, PLAIN + ", partitionName: \"{table}_{yyyy}\"", Codes.NAMES_ALIKE.id()),
                new Case("a taken name", TABLE + "CREATE SEQUENCE notes_retired", PLAIN, CommonCodes.NAME_TAKEN.id()));
    }

    @TestFactory
    Stream<DynamicTest> whatCannotBeConvertedIsRefusedByName() {
        return cases().map(one -> DynamicTest.dynamicTest(one.name(), () -> {
            try (TestDatabase database = PostgresServer.shared().createDatabase()) {
                if (!one.setUp().isEmpty()) {
                    database.execute(one.setUp());
                }
                refused(database, Conversions.of(database, "{ table: notes, " + one.with() + " }"), one.code());
            }
        }));
    }

    /** From 18 on a column can be NOT NULL from now on, whatever it holds. */
    @Majors(18)
    void whatIsNotProvenFreeOfNullsIsLookedAt(TestDatabase database) {
        database.execute(
                TABLE.replace(" NOT NULL", "")
                        + "UPDATE notes SET at = NULL WHERE id = 3; ALTER TABLE notes ADD CONSTRAINT given NOT NULL at NOT VALID");

        refused(database, Conversions.of(database, "{ table: notes, " + PLAIN + " }"), Codes.NULL_KEYS.id());
    }

    @Test
    void aKeyThatNobodyCanSearchByTheOldOneIsWarnedOf() {
        try (TestDatabase database = PostgresServer.shared().createDatabase()) {
            database.execute(TABLE);
            warned(database, "primaryKey: [at, id]", 1);
            warned(database, "primaryKey: [id, at]", 0);
            database.execute("ALTER TABLE notes ADD CONSTRAINT once UNIQUE (id, text)");
            warned(database, "primaryKey: [at, id], waive: [\"unique:once\"]", 1);
            database.execute("CREATE INDEX ON notes (id, text)");
            warned(database, "primaryKey: [at, id], waive: [\"unique:once\"]", 0);
        }
    }

    private static void warned(TestDatabase database, String with, int times) {
        Told checked = Conversions.of(database, "{ table: notes, " + PLAIN + ", " + with + " }")
                .check();
        checked.done();
        assertThat(checked.problems())
                .filteredOn(problem -> problem.finding().code().equals(Codes.KEY_ORDER.id()))
                .hasSize(times);
    }

    private record Way(String name, String setUp, String code, String words, String otherwise) {}

    private static Stream<Way> ways() {
        return Stream.of(
                new Way(
                        "a uniqueness",
                        "ALTER TABLE notes ADD CONSTRAINT once UNIQUE (text)",
                        Codes.UNIQUE.id(),
                        "has at among its columns",
                        "ALTER TABLE notes DROP CONSTRAINT once, ADD CONSTRAINT once UNIQUE (text, at)"),
                new Way(
                        "an exclusion",
                        "ALTER TABLE notes ADD CONSTRAINT apart EXCLUDE USING gist (int4range(id, id, '[]') WITH &&)",
                        Codes.EXCLUSION.id(),
                        "drop it first",
                        "ALTER TABLE notes DROP CONSTRAINT apart"),
                new Way(
                        "an event trigger",
                        "CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
                                + " CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION watch()",
                        Codes.EVENT_TRIGGER.id(),
                        "ALTER EVENT TRIGGER … DISABLE",
                        "ALTER EVENT TRIGGER watching DISABLE"),
                new Way(
                        "a security label",
                        "INSERT INTO pg_seclabel VALUES ('notes'::regclass, 'pg_class'::regclass, 0, 'guard', 'secret')",
                        Codes.SECURITY_LABEL.id(),
                        "SECURITY LABEL FOR guard ON TABLE public.notes IS NULL",
                        "DELETE FROM pg_seclabel"),
                new Way(
                        "a table of an extension",
                        "ALTER EXTENSION plpgsql ADD TABLE notes",
                        Codes.OF_EXTENSION.id(),
                        "ALTER EXTENSION plpgsql DROP TABLE public.notes",
                        "ALTER EXTENSION plpgsql DROP TABLE public.notes"));
    }

    @TestFactory
    Stream<DynamicTest> whoDoesWhatTheRemedySaysIsNotRefused() {
        return ways().map(one -> DynamicTest.dynamicTest(one.name(), () -> {
            try (TestDatabase database = PostgresServer.shared().createDatabase()) {
                database.execute(TABLE + one.setUp());
                Conversions conversions = Conversions.of(database, "{ table: notes, " + PLAIN + " }");

                Told refused = conversions.check();
                database.execute(one.otherwise());

                refused.refusedBy(one.code());
                assertThat(refused.problems())
                        .anySatisfy(problem ->
                                assertThat(problem.finding().remedy()).contains(one.words()));
                conversions.check().done();
            }
        }));
    }

    private static void refused(TestDatabase database, Conversions conversions, String code) {
        CatalogSnapshot before = CatalogSnapshot.of(database);

        Told checked = conversions.check();
        Told applied = conversions.apply();

        assertThat(checked.codes()).as(checked.problems().toString()).contains(code);
        assertThat(applied.codes()).as(applied.problems().toString()).contains(code);
        assertThat(applied.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(applied.problems()).allSatisfy(problem -> {
            assertThat(problem.finding().message()).isNotBlank();
            assertThat(problem.finding().remedy()).endsWith(".");
        });
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }
}
