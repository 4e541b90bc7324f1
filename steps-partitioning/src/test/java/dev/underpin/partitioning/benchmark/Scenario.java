package dev.underpin.partitioning.benchmark;

import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.TestDatabase;
import java.util.Locale;

/**
 * A table, and how it is converted.
 *
 * @param wide whether each row has 4 kB that the server compresses and keeps apart
 * @param busy whether applications write meanwhile
 */
record Scenario(int rows, int workers, boolean wide, boolean busy) {

    static final int MONTHS = 24;

    private static final String WIDEN = """
            ALTER TABLE messages ADD COLUMN body text;
            UPDATE messages SET body = (SELECT string_agg(md5(messages.id::text || n), ' ') FROM generate_series(1, 120) AS n);
            VACUUM (FULL, ANALYZE) messages
            """;

    TestDatabase database(PostgresServer server) {
        return wide
                ? server.createDatabase("wide: " + rows, fresh -> {
                    MessagesFixture.load(fresh, rows, MONTHS);
                    for (String statement : WIDEN.split(";")) {
                        fresh.execute(statement);
                    }
                })
                : MessagesFixture.database(server, rows, MONTHS);
    }

    String plan() {
        return String.format(Locale.ROOT, """
                apiVersion: underpin/v1
                plan: benchmark
                steps:
                  - id: partition
                    uses: partitioning.convert
                    with:
                      table: public.messages
                      range: { column: created_at, interval: 1 month }
                      oldKey: lost
                      copy: { workers: %d }
                """, workers);
    }

    String title() {
        return String.format(
                Locale.ROOT,
                "%,d %srows, %d worker%s, %s",
                rows,
                wide ? "wide " : "",
                workers,
                workers == 1 ? "" : "s",
                busy ? "4 writers" : "idle");
    }
}
