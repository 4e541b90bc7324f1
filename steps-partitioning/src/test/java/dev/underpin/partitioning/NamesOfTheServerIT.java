package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;

/** Where the server chose a name, on partitions, another name is no difference; everything else is one. */
@PostgresTest
@SideBySide
class NamesOfTheServerIT {

    private static final String TABLE = """
            CREATE TABLE rooms (id int PRIMARY KEY);
            CREATE TABLE notes (
              id int PRIMARY KEY,
              room int CONSTRAINT of_room REFERENCES rooms,
              text text NOT NULL,
              at timestamptz NOT NULL,
              CONSTRAINT short CHECK (length(text) < 100));
            CREATE INDEX by_text ON notes (text);
            CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER doing BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION nothing();
            INSERT INTO notes SELECT n, NULL, 't' || n, now() - n * interval '20 days' FROM generate_series(1, 9) AS n;
            """;

    private static Conversions converted(TestDatabase database) {
        database.execute(TABLE);
        Conversions conversions = Conversions.of(
                        database, "{ table: notes, range: { column: at, interval: 1 month, ahead: 1 } }")
                .set("{ lockTimeout: 5s }");
        conversions.apply().done();
        return conversions;
    }

    @Majors({14, 18})
    void whatIsMadeAgainAsItWasIsNoDifference(PostgresServer server) {
        try (TestDatabase database = server.createDatabase()) {
            Conversions conversions = converted(database);
            String before = names(database);
            database.execute("""
                    DROP INDEX by_text;
                    CREATE INDEX by_text ON notes (text);
                    ALTER TABLE notes DROP CONSTRAINT of_room;
                    ALTER TABLE notes ADD CONSTRAINT of_room FOREIGN KEY (room) REFERENCES rooms;
                    ALTER TABLE notes ALTER text DROP NOT NULL;
                    ALTER TABLE notes ALTER text SET NOT NULL;
                    ALTER TABLE notes DROP CONSTRAINT short;
                    ALTER TABLE notes ADD CONSTRAINT short CHECK (length(text) < 100);
                    DROP TRIGGER doing ON notes;
                    CREATE TRIGGER doing BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION nothing();
                    """);
            assertThat(names(database)).as("the server has chosen other names").isNotEqualTo(before);

            conversions.verify().done();
            conversions.rollback().done();
        }
    }

    private static String names(TestDatabase database) {
        return String.join(" ", database.queryTexts("""
                        SELECT CAST(x.indexrelid AS regclass) FROM pg_partition_tree('notes') AS t
                        JOIN pg_index AS x ON x.indrelid = t.relid ORDER BY 1
                        """));
    }

    @Majors(15)
    void whatIsMadeAgainOtherwiseIsOne(PostgresServer server) {
        try (TestDatabase database = server.createDatabase()) {
            Conversions conversions = converted(database);
            database.execute("DROP INDEX by_text; CREATE INDEX by_text ON notes (text DESC)");

            Told refused = conversions.rollback();

            assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
            database.execute("DROP INDEX by_text; CREATE INDEX by_text ON notes (text)");
            conversions.rollback().done();
        }
    }
}
