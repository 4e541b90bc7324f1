package dev.underpin.postgresql;

import dev.underpin.spi.program.Sql;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a scratch session does, for statements that are tested without an engine. */
final class ScratchQueries {

    private ScratchQueries() {}

    static List<List<@Nullable Object>> rows(TestDatabase database, List<Sql> setup, Sql query) {
        try (TestSession session = database.session()) {
            session.begin();
            try {
                for (Sql sql : setup) {
                    path(session, sql);
                    session.execute(sql.text());
                }
                path(session, query);
                return session.queryRows(query.text());
            } finally {
                session.rollback();
            }
        }
    }

    private static void path(TestSession session, Sql sql) {
        session.execute("SET LOCAL search_path = " + (sql.author() == Sql.Author.PLAN ? "public, pg_temp" : "''"));
    }
}
