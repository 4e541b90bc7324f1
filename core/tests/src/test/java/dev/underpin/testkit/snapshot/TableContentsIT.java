package dev.underpin.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@PostgresTest
@SideBySide
class TableContentsIT {

    @BeforeEach
    void twoTablesWithTheSameRows(TestDatabase database) {
        database.execute("""
                CREATE TABLE a (id int, "Note" text, extra json, at timestamptz);
                CREATE TABLE b (at timestamptz, extra json, gone int, "Note" text, id int);
                ALTER TABLE b DROP COLUMN gone;
                INSERT INTO a SELECT n / 2, 'note ' || n / 2, '{"n": 1}', '2024-01-01' FROM generate_series(2, 2001) AS n;
                INSERT INTO a VALUES (NULL, NULL, NULL, NULL), (0, '', NULL, NULL);
                INSERT INTO b (id, "Note", extra, at) SELECT id, "Note", extra, at FROM a ORDER BY random();
                """);
    }

    @Test
    void theOrderOfRowsAndColumnsDoesNotMatter(TestDatabase database) {
        assertThat(TableContents.compare(database, "a", "b").isEqual()).isTrue();
        assertThat(DataDigest.of(database, "a"))
                .isEqualTo(DataDigest.of(database, "public.b"))
                .extracting(DataDigest::rows)
                .isEqualTo(2002L);
    }

    @Test
    void aGhostAndALostRowAreBothSeen(TestDatabase database) {
        DataDigest before = DataDigest.of(database, "b");
        database.execute("DELETE FROM b WHERE id = 7; INSERT INTO b (id) VALUES (-1), (-1)");
        TableContents difference = TableContents.compare(database, "a", "b");
        assertThat(difference.onlyInFirst()).isEqualTo(2);
        assertThat(difference.onlyInSecond()).isEqualTo(2);
        assertThat(difference.toString())
                .contains("note 7", "+(")
                .contains("2 rows only in the first table, 2 only in the second");
        assertThat(DataDigest.of(database, "b"))
                .isNotEqualTo(before)
                .extracting(DataDigest::rows)
                .isEqualTo(before.rows());
    }

    @Test
    void oneDuplicateMoreOrOneNullLessIsSeen(TestDatabase database) {
        database.execute(
                "INSERT INTO b SELECT * FROM b WHERE id = 3 LIMIT 1; UPDATE b SET \"Note\" = NULL WHERE \"Note\" = ''");
        TableContents difference = TableContents.compare(database, "a", "b");
        assertThat(difference.onlyInFirst()).isOne();
        assertThat(difference.onlyInSecond()).isEqualTo(2);
    }

    @Test
    void tablesWithDifferentColumnsAreRefused(TestDatabase database) {
        database.execute("ALTER TABLE b ADD COLUMN more int");
        assertThatThrownBy(() -> TableContents.compare(database, "a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more");
    }

    @Test
    void anEmptyTableHasADigest(TestDatabase database) {
        database.execute("TRUNCATE b");
        assertThat(DataDigest.of(database, "b")).isEqualTo(new DataDigest(0, "0/0"));
    }
}
