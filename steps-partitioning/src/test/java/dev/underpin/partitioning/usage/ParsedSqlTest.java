package dev.underpin.partitioning.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.underpin.partitioning.usage.ParsedSql.Hit;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlToken;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedSqlTest {

    private static final StatementTarget MESSAGES = new StatementTarget(
            QualifiedName.of("chat", "messages"),
            List.of("id", "room", "text", "created_at"),
            "created_at",
            List.of("id"),
            List.of(Set.of("id"), Set.of("text"), Set.of("lower(text)", "room")),
            Set.of("messages_pkey", "messages_text_key"),
            Set.of("messages_pkey", "by_room"));

    private static String kinds(String sql) {
        return ParsedSql.of(sql, MESSAGES, true, true).hits().stream()
                .map(hit -> hit.kind().spelled())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** Functions and counted statements are others' texts: nothing recurses with their length. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "((1)",
                "SELECT (",
                "'(",
                "''",
                "CASE WHEN ",
                "a.",
                "WITH x AS (",
                "\"\"",
                "/*",
                "$$",
                "1,",
                "[",
                "--\n"
            })
    void aTextMayBeAsLongAsItLikes(String piece) {
        String text = "SELECT id FROM messages WHERE id IN (" + piece.repeat(50_000);
        assertThatCode(() -> ParsedSql.of(text, MESSAGES, true, true)).doesNotThrowAnyException();
    }

    @Test
    void whatIsNestedDeeplyIsStillRead() {
        String query = "SELECT " + "(".repeat(300) + "SELECT count(*) FROM ONLY messages WHERE created_at > now()"
                + ")".repeat(300);
        assertThat(kinds(query)).contains("only");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INSERT INTO messages (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET text = excluded.text | on-conflict-old-key",
                "INSERT INTO chat.messages AS m (id) VALUES (1) ON CONFLICT (\"id\") DO NOTHING | on-conflict-old-key",
                "INSERT INTO messages VALUES (1) ON CONFLICT ON CONSTRAINT messages_pkey DO NOTHING | on-conflict-old-key",
                "INSERT INTO messages VALUES (1) ON CONFLICT (text) WHERE room > 3 DO NOTHING | on-conflict-old-key",
                "INSERT INTO messages VALUES (1) ON CONFLICT (room, lower( text ) text_pattern_ops) DO NOTHING | on-conflict-old-key",
                "INSERT INTO messages VALUES (1) ON CONFLICT (room, upper(text)) DO NOTHING | ``",
                "INSERT INTO messages SELECT * FROM incoming ON CONFLICT DO NOTHING | on-conflict-do-nothing",
                "INSERT INTO messages VALUES (1) ON CONFLICT (id, created_at) DO NOTHING | ``",
                "WITH new AS (INSERT INTO messages VALUES (1) ON CONFLICT (id) DO NOTHING RETURNING id) SELECT * FROM new | on-conflict-old-key",
                "INSERT INTO messages VALUES (1) RETURNING id, xmin | returning-system-column",
                "INSERT INTO messages VALUES (1) RETURNING (xmax = 0) AS inserted | returning-system-column",
                "INSERT INTO messages VALUES (1) RETURNING id, tableoid | ``",
                "INSERT INTO other SELECT id FROM messages WHERE created_at > now() RETURNING xmin | ``",
                "COPY messages TO STDOUT | copy-to",
                "COPY chat.messages (id, room) TO PROGRAM 'cat' | copy-to",
                "COPY (SELECT * FROM messages) TO STDOUT | ``",
                "COPY messages FROM STDIN | ``",
                "COPY messages FROM STDIN WITH (FREEZE, FORMAT csv) | copy-freeze",
                "SELECT id, text FROM messages GROUP BY id | group-by-old-key",
                "SELECT m.*, count(*) FROM messages m JOIN likes l ON l.message = m.id AND m.created_at > $1 GROUP BY m.id | group-by-old-key",
                "SELECT id AS message, max(text) FROM messages GROUP BY 1 ORDER BY max(created_at) | ``",
                "SELECT m.id, count(*) FROM messages m GROUP BY m.id ORDER BY m.room | group-by-old-key",
                "SELECT id, created_at, text FROM messages GROUP BY id, created_at | ``",
                "TRUNCATE messages | truncate",
                "TRUNCATE TABLE rooms, ONLY chat.messages CASCADE | truncate-only",
                "SELECT count(*) FROM ONLY messages | only",
                "UPDATE ONLY (chat.messages) SET room = 1 WHERE created_at = now() | only",
                "DELETE FROM messages WHERE ctid IN (SELECT ctid FROM messages WHERE created_at < now() LIMIT 100) | no-partition-key row-address",
                "DELETE FROM messages WHERE (tableoid, ctid) IN (SELECT 1) AND created_at < now() | ``",
                "CREATE TABLE likes (message int REFERENCES messages) | references-old-key",
                "ALTER TABLE likes ADD FOREIGN KEY (message) REFERENCES chat.messages (id) ON DELETE CASCADE | references-old-key",
                "ALTER TABLE likes ADD FOREIGN KEY (m, t) REFERENCES chat.messages (id, created_at) | ``",
                "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON messages (room) | concurrently",
                "DROP INDEX CONCURRENTLY IF EXISTS chat.by_room | concurrently",
                "CREATE INDEX i ON messages (room) | ``",
                "UPDATE messages SET text = 'x', created_at = $1 WHERE created_at = $2 | moved-rows",
                "UPDATE messages m SET (room, created_at) = (SELECT 1, now()) WHERE m.created_at = $2 | moved-rows",
                "MERGE INTO messages m USING incoming i ON m.id = i.id AND m.created_at = i.at WHEN MATCHED THEN UPDATE SET created_at = now() | moved-rows",
                "MERGE INTO messages m USING incoming i ON m.id = i.id WHEN MATCHED THEN DELETE | no-partition-key",
                "SELECT * FROM messages WHERE id = $1 | no-partition-key",
                "SELECT * FROM messages WHERE room = $1 ORDER BY created_at DESC LIMIT 50 | no-partition-key",
                "SELECT * FROM messages WHERE created_at::date = $1 | no-partition-key",
                "SELECT * FROM messages WHERE date_trunc('day', created_at) = $1 | no-partition-key",
                "SELECT * FROM messages WHERE created_at <> $1 | no-partition-key",
                "SELECT * FROM messages WHERE room = $1 AND ($2 <= created_at OR created_at BETWEEN $3 AND $4) | ``",
                "SELECT * FROM messages WHERE now() > messages.created_at | ``",
                "SELECT * FROM messages m JOIN rooms r ON r.id = m.room WHERE r.created_at > now() | no-partition-key",
                "SELECT * FROM rooms r, messages m WHERE r.id = m.room AND m.created_at > now() | ``",
                "SELECT * FROM rooms r JOIN messages m USING (room, created_at) | ``",
                "DELETE FROM messages USING rooms r WHERE r.id = room | no-partition-key",
                "SELECT count(*) FROM messages | ``",
                "SELECT 1 FROM rooms WHERE EXISTS (SELECT FROM messages WHERE room = rooms.id) | no-partition-key",
                "SELECT 1 FROM a WHERE x IS DISTINCT FROM messages | ``",
                "WITH messages AS (SELECT 1 AS id) SELECT * FROM messages WHERE id = 1 | ``",
                "SELECT * FROM archive.messages WHERE id = 1 | ``",
                "SELECT * FROM messages_old WHERE id = 1 | ``",
                "SELECT 'DELETE FROM messages WHERE id = 1' -- DELETE FROM messages WHERE id = 1 | no-partition-key",
                "SELECT id FROM messages WHERE created_at > $1 UNION SELECT id FROM messages WHERE room = 1 | no-partition-key"
            })
    void eachKindIsKnownByItsGrammar(String sql, String kinds) {
        assertThat(kinds(sql)).isEqualTo(kinds);
    }

    @Test
    void theStatementsOfAFunctionAreFoundByTheirLines() {
        String body = """

                DECLARE
                  n bigint;
                BEGIN
                  IF x IS NOT NULL THEN
                    INSERT INTO messages (id, text)
                    VALUES (x, CASE WHEN y THEN 'a' ELSE 'b' END)
                    ON CONFLICT (id) DO NOTHING;
                  ELSE
                    UPDATE messages SET created_at = now() WHERE created_at = y;
                  END IF;
                  FOR r IN SELECT * FROM messages WHERE room = 1 LOOP
                    PERFORM 1 FROM ONLY messages;
                  END LOOP;
                  MERGE INTO messages m USING i ON m.created_at = i.x WHEN MATCHED AND m.room = 2 THEN UPDATE SET created_at = now();
                  EXECUTE 'TRUNCATE messages';
                END
                """;

        ParsedSql reading = ParsedSql.of(body, MESSAGES, true, true);

        assertThat(reading.hits())
                .containsExactlyInAnyOrder(
                        new Hit(StatementKind.ON_CONFLICT_OLD_KEY, 6),
                        new Hit(StatementKind.MOVED_ROWS, 10),
                        new Hit(StatementKind.NO_PARTITION_KEY, 12),
                        new Hit(StatementKind.ONLY, 13),
                        new Hit(StatementKind.MOVED_ROWS, 15),
                        new Hit(StatementKind.TRUNCATE, 16));
        assertThat(reading.namesTable()).isTrue();
        assertThat(reading.dynamic()).isTrue();
    }

    /** Whatever stands in a function, the check must not stumble over it. */
    @Test
    void anyPieceOfAnyStatementCanBeRead() throws NoSuchMethodException {
        String[] statements = ParsedSqlTest.class
                .getDeclaredMethod("eachKindIsKnownByItsGrammar", String.class, String.class)
                .getAnnotation(CsvSource.class)
                .value();
        for (String line : statements) {
            String sql = line.substring(0, line.lastIndexOf('|')).strip();
            List<SqlToken> tokens = SqlToken.of(sql);
            for (SqlToken first : tokens) {
                for (SqlToken last : tokens.subList(tokens.indexOf(first), tokens.size())) {
                    String piece = sql.substring(first.start(), last.end());
                    assertThatCode(() -> ParsedSql.of(piece, MESSAGES, true, true))
                            .as(piece)
                            .doesNotThrowAnyException();
                }
            }
        }
    }

    @Test
    void anotherTableOfTheNameIsNotMeant() {
        String sql = "TRUNCATE messages";

        assertThat(ParsedSql.of(sql, MESSAGES, false, false).hits()).isEmpty();
        assertThat(ParsedSql.of(sql, MESSAGES, false, false).namesTable()).isFalse();
    }

    @Test
    void aTextThatDoesNotEndIsTakenForOneThatIsNotUnderstood() {
        ParsedSql reading = ParsedSql.of("SELECT 'messages", MESSAGES, true, false);

        assertThat(reading.dynamic()).isTrue();
    }
}
