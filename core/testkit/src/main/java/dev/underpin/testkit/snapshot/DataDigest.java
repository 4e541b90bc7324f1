package dev.underpin.testkit.snapshot;

import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table contains, as a number of rows and a checksum that depends on neither their order nor the columns' order: equal digests, taken
 * before and after, mean equal contents.
 */
public record DataDigest(long rows, String checksum) {

    public static DataDigest of(TestDatabase database, String table) {
        try (TestSession session = database.session().begin()) {
            return of(session, table);
        }
    }

    /** As this session's open transaction sees it. */
    public static DataDigest of(TestSession session, String table) {
        session.execute("SET LOCAL TimeZone = 'UTC'");
        List<@Nullable Object> digest = session.queryRows(
                        "SELECT count(*), coalesce(sum(hashtextextended(r, 0)::numeric), 0) || '/'"
                                + " || coalesce(sum(hashtextextended(r, 1)::numeric), 0) FROM ("
                                + TableColumns.of(session, table).rowsAsText() + ") AS rows")
                .get(0);
        return new DataDigest(Long.parseLong(String.valueOf(digest.get(0))), String.valueOf(digest.get(1)));
    }
}
