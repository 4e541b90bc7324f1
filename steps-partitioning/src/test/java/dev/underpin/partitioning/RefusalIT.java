package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What cannot be converted is refused by name, with a reason and a remedy, and nothing has been changed. */
class RefusalIT {

    private static final String TABLE =
            "CREATE TABLE notes (id int PRIMARY KEY, text text, at timestamptz NOT NULL); INSERT INTO notes SELECT n, 't' || n, now() FROM generate_series(1, 9) AS n;";
    private static final String PLAIN = "range: { column: at, interval: 1 month }, oldKey: lost";

    private record Case(String name, String setUp, String with, String code) {}

    private static Stream<Case> cases() {
        return Stream.of(
                new Case("another strategy", TABLE, PLAIN + ", strategy: attach", Codes.NOT_YET),
                new Case("a mirror", TABLE, PLAIN + ", strategy: mirror, name: m, direction: forward", Codes.NOT_YET),
                new Case("a hash", TABLE, "hash: { column: id, partitions: 4 }", Codes.NOT_YET),
                new Case("a list", TABLE, "list: { column: text, partitions: { a: [a] } }", Codes.NOT_YET),
                new Case("composite incoming keys", TABLE, PLAIN + ", incomingForeignKeys: composite", Codes.NOT_YET),
                new Case("no table", "", PLAIN, Codes.NO_TABLE),
                new Case("a view", "CREATE VIEW notes AS SELECT 1 AS id, now() AS at", PLAIN, Codes.NO_TABLE),
                new Case(
                        "a partitioned table",
                        "CREATE TABLE notes (id int, at timestamptz, PRIMARY KEY (id, at)) PARTITION BY RANGE (at)",
                        PLAIN,
                        Codes.ALREADY_PARTITIONED),
                new Case(
                        "a partition",
                        "CREATE TABLE p (id int, at timestamptz, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE TABLE notes PARTITION OF p DEFAULT",
                        PLAIN,
                        Codes.IS_PARTITION),
                new Case(
                        "an heir",
                        "CREATE TABLE p (id int); CREATE TABLE notes (at timestamptz, PRIMARY KEY (id)) INHERITS (p)",
                        PLAIN,
                        Codes.INHERITANCE),
                new Case("a parent", TABLE + "CREATE TABLE heir () INHERITS (notes)", PLAIN, Codes.INHERITANCE),
                new Case(
                        "a typed table",
                        "CREATE TYPE note AS (id int, at timestamptz); CREATE TABLE notes OF note (PRIMARY KEY (id))",
                        PLAIN,
                        Codes.TYPED),
                new Case("an unlogged table", TABLE + "ALTER TABLE notes SET UNLOGGED", PLAIN, Codes.NOT_PERMANENT),
                new Case("no primary key", "CREATE TABLE notes (id int, at timestamptz)", PLAIN, Codes.NO_PRIMARY_KEY),
                new Case(
                        "a deferrable primary key",
                        "CREATE TABLE notes (id int PRIMARY KEY DEFERRABLE, at timestamptz NOT NULL)",
                        PLAIN,
                        Codes.DEFERRABLE_KEY),
                new Case("no such column", TABLE, PLAIN.replace("at,", "when_at,"), Codes.NO_COLUMN),
                new Case("a column of text", TABLE, PLAIN.replace("at,", "text,"), Codes.COLUMN_TYPE),
                new Case(
                        "hours of a date",
                        "CREATE TABLE notes (id int PRIMARY KEY, at date NOT NULL)",
                        PLAIN.replace("1 month", "1 hour"),
                        Codes.INTERVAL),
                new Case("another key", TABLE, PLAIN + ", primaryKey: [text, at]", Codes.OTHER_KEY),
                new Case(
                        "NULL keys",
                        TABLE.replace(" NOT NULL", "") + "UPDATE notes SET at = NULL WHERE id = 3",
                        PLAIN,
                        Codes.NULL_KEYS),
                new Case(
                        "endless times",
                        TABLE + "UPDATE notes SET at = 'infinity' WHERE id = 3",
                        PLAIN,
                        Codes.UNLIMITED_TIME),
                new Case(
                        "times outside",
                        TABLE,
                        PLAIN.replace("month,", "month, from: 2999-01-01,")
                                .replace("month }", "month, from: 2999-01-01 }"),
                        Codes.OUTSIDE),
                new Case(
                        "too many partitions",
                        TABLE + "UPDATE notes SET at = '1500-01-01' WHERE id = 3",
                        PLAIN,
                        Codes.TOO_MANY_PARTITIONS),
                new Case(
                        "a long name",
                        TABLE,
                        PLAIN + ", partitionName: \"" + "ü".repeat(30) + "_{yyyy}_{MM}\"",
                        Codes.NAME_TOO_LONG),
                new Case("names alike", TABLE, PLAIN + ", partitionName: \"{table}_{yyyy}\"", Codes.NAMES_ALIKE),
                new Case("a taken name", TABLE + "CREATE SEQUENCE notes_retired", PLAIN, Codes.NAME_TAKEN),
                new Case(
                        "an incoming foreign key",
                        TABLE + "CREATE TABLE r (note int REFERENCES notes)",
                        PLAIN,
                        Codes.INCOMING_FOREIGN_KEY),
                new Case(
                        "a reference to itself",
                        TABLE + "ALTER TABLE notes ADD parent int REFERENCES notes",
                        PLAIN,
                        Codes.INCOMING_FOREIGN_KEY),
                new Case(
                        "a unique index", TABLE + "CREATE UNIQUE INDEX told_once ON notes (text)", PLAIN, Codes.UNIQUE),
                new Case(
                        "an exclusion",
                        TABLE + "ALTER TABLE notes ADD EXCLUDE USING btree (text WITH =)",
                        PLAIN,
                        Codes.EXCLUSION),
                new Case(
                        "an unproven check",
                        TABLE + "ALTER TABLE notes ADD CONSTRAINT c CHECK (id > 5) NOT VALID",
                        PLAIN,
                        Codes.UNPROVEN_CONSTRAINT),
                new Case(
                        "a check that is not inherited",
                        TABLE + "ALTER TABLE notes ADD CONSTRAINT c CHECK (id > 0) NO INHERIT",
                        PLAIN,
                        Codes.NO_INHERIT),
                new Case("a rule", TABLE + "CREATE RULE r AS ON DELETE TO notes DO ALSO SELECT 1", PLAIN, Codes.RULE),
                new Case(
                        "transition tables",
                        TABLE
                                + "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER t AFTER UPDATE ON notes REFERENCING OLD TABLE AS o FOR EACH ROW EXECUTE FUNCTION f()",
                        PLAIN,
                        Codes.TRANSITION_TABLES),
                new Case(
                        "a materialized view",
                        TABLE + "CREATE MATERIALIZED VIEW v AS SELECT count(*) FROM notes",
                        PLAIN,
                        Codes.MATERIALIZED_VIEW),
                new Case(
                        "a view that needs the key",
                        TABLE + "CREATE VIEW v AS SELECT id, text FROM notes GROUP BY id",
                        PLAIN,
                        Codes.VIEW_NEEDS_KEY),
                new Case(
                        "a function of its rows",
                        TABLE + "CREATE FUNCTION f(notes) RETURNS text LANGUAGE sql AS 'SELECT $1.text'",
                        PLAIN,
                        Codes.ROW_TYPE),
                new Case("a column of its type", TABLE + "CREATE TABLE o (n notes)", PLAIN, Codes.ROW_TYPE),
                new Case(
                        "a function's body",
                        TABLE + "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM notes)",
                        PLAIN,
                        Codes.FUNCTION_BODY),
                new Case(
                        "another table's policy",
                        TABLE + "CREATE TABLE o (id int); CREATE POLICY p ON o USING (id IN (SELECT id FROM notes))",
                        PLAIN,
                        Codes.OTHER_DEPENDENT),
                new Case(
                        "a publication of the schema",
                        TABLE + "CREATE PUBLICATION everything FOR TABLES IN SCHEMA public",
                        PLAIN,
                        Codes.PUBLICATION),
                new Case(
                        "a publication of partitions",
                        TABLE + "CREATE PUBLICATION feed FOR TABLE notes",
                        PLAIN,
                        Codes.PUBLISHED_BY_PARTITION),
                new Case(
                        "an event trigger",
                        TABLE
                                + "CREATE FUNCTION f() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION f()",
                        PLAIN,
                        Codes.EVENT_TRIGGER));
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

    /** A right that is taken away, and what is said about it; {@code %1$s} is the owner, {@code %2$s} the migrator. */
    private record Right(String name, String without, String code) {}

    @TestFactory
    Stream<DynamicTest> eachMissingRightIsNamed() {
        return Stream.of(
                        new Right("membership in the owner", "REVOKE %1$s FROM %2$s", Codes.NOT_OWNER),
                        new Right(
                                "CREATE on the schema",
                                "REVOKE CREATE ON SCHEMA public FROM %2$s, %1$s",
                                Codes.NO_CREATE),
                        new Right(
                                "the owner's CREATE on the schema",
                                "REVOKE CREATE ON SCHEMA public FROM %1$s",
                                Codes.RIGHT_MISSING),
                        new Right(
                                "to all rows", "ALTER TABLE notes FORCE ROW LEVEL SECURITY", Codes.FORCED_ROW_SECURITY),
                        new Right(
                                "membership in the owner of a view",
                                "CREATE VIEW v AS SELECT id FROM notes",
                                Codes.VIEW_OWNER),
                        new Right(
                                "REFERENCES",
                                "CREATE TABLE r (id int PRIMARY KEY); ALTER TABLE notes ADD r int REFERENCES r",
                                Codes.RIGHT_MISSING),
                        new Right(
                                "membership in the owner of a publication",
                                "CREATE PUBLICATION p FOR TABLE notes WITH (publish_via_partition_root = true)",
                                Codes.PUBLICATION_OWNER))
                .map(right -> DynamicTest.dynamicTest(right.name(), () -> {
                    try (TestDatabase database = PostgresServer.shared().createDatabase()) {
                        TestLogin owner = database.createLogin("owner", "");
                        TestLogin migrator = database.createLogin("migrator", "");
                        String rights =
                                "ALTER TABLE notes OWNER TO %1$s; GRANT CREATE ON SCHEMA public TO %1$s, %2$s; GRANT %1$s TO %2$s; GRANT CREATE ON DATABASE "
                                        + database.name() + " TO %2$s; " + right.without();
                        database.execute(TABLE + rights.formatted(owner.name(), migrator.name()));
                        refused(
                                database,
                                Conversions.as(database.jdbcUrlAs(migrator), "{ table: notes, " + PLAIN + " }"),
                                right.code());
                    }
                }));
    }
}
