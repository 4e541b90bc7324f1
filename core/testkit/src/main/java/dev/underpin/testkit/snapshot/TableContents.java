package dev.underpin.testkit.snapshot;

import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.UncheckedSqlException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The differences between the contents of two tables as multisets of rows, read in one snapshot. Rows are compared by their text, columns by name.
 *
 * @param onlyInFirst how many rows of the first table have no counterpart
 * @param onlyInSecond how many rows of the second table have no counterpart
 * @param samples some of them, {@code -} before those of the first and {@code +} before those of the second
 */
public record TableContents(long onlyInFirst, long onlyInSecond, List<String> samples) {

    private static final int SAMPLES = 10;
    private static final int FETCH_SIZE = 1000;

    public TableContents {
        samples = List.copyOf(samples);
    }

    /**
     * Compares two tables of one database.
     *
     * @throws IllegalArgumentException if they have different columns
     */
    public static TableContents compare(TestDatabase database, String first, String second) {
        try (TestSession session = database.session()) {
            TableColumns left = TableColumns.of(session, first);
            TableColumns right = TableColumns.of(session, second);
            if (!left.columns().equals(right.columns())) {
                throw new IllegalArgumentException(
                        first + " has the columns " + left.columns() + ", " + second + " has " + right.columns());
            }
            return read(session.begin().connection(), differences(left.rowsAsText(), right.rowsAsText()));
        } catch (SQLException failure) {
            throw new UncheckedSqlException("compare " + first + " with " + second, failure);
        }
    }

    public boolean isEqual() {
        return onlyInFirst == 0 && onlyInSecond == 0;
    }

    private static String differences(String first, String second) {
        return "(SELECT '-', d.r FROM (" + first + " EXCEPT ALL " + second + ") AS d) UNION ALL (SELECT '+', d.r FROM ("
                + second + " EXCEPT ALL " + first + ") AS d)";
    }

    private static TableContents read(Connection connection, String sql) throws SQLException {
        long[] counts = new long[2];
        List<String> samples = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    int side = rows.getString(1).equals("-") ? 0 : 1;
                    if (counts[side]++ < SAMPLES) {
                        samples.add(rows.getString(1) + rows.getString(2));
                    }
                }
            }
        }
        return new TableContents(counts[0], counts[1], samples);
    }

    @Override
    public String toString() {
        return isEqual()
                ? "equal"
                : onlyInFirst + " rows only in the first table, " + onlyInSecond + " only in the second, such as\n"
                        + String.join("\n", samples);
    }
}
