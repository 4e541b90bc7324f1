package dev.underpin.testkit.workload;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Ids and hashes of the rows that were there at the start, 24 bytes a row. Some are adopted by writers; the others must stay as they are.
 */
final class BaseRows {

    private static final int FETCH_SIZE = 5000;

    private final Ids ids;
    private final BitSet adopted = new BitSet();
    private long[] high = new long[1024];
    private long[] low = new long[1024];
    private long[] hash = new long[1024];
    private int size;

    private BaseRows(Ids ids) {
        this.ids = ids;
    }

    /** Reads the table in one snapshot. */
    static BaseRows capture(Connection connection, TableStatements statements) throws SQLException {
        BaseRows base = new BaseRows(statements.shape().ids());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery(statements.hashesOf(statements.table()) + " ORDER BY "
                    + statements.shape().id())) {
                while (rows.next()) {
                    base.add(rows.getString(1), rows.getLong(2));
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return base;
    }

    int size() {
        return size;
    }

    String id(int place) {
        return ids.text(high[place], low[place]);
    }

    long hash(int place) {
        return hash[place];
    }

    /** The place of an id, or a negative number. */
    int find(String id) {
        long wantedHigh = ids.high(id);
        long wantedLow = ids.low(id);
        int from = 0;
        int to = size - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int order = compare(middle, wantedHigh, wantedLow);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return -1;
    }

    void adopt(int place) {
        adopted.set(place);
    }

    boolean isAdopted(int place) {
        return adopted.get(place);
    }

    /** The place of a row that nobody adopted, or a negative number if there is none. */
    int anyUntouched(SplittableRandom random) {
        if (adopted.cardinality() == size) {
            return -1;
        }
        int place = random.nextInt(size);
        int free = adopted.nextClearBit(place);
        return free < size ? free : adopted.nextClearBit(0);
    }

    private void add(String id, long rowHash) {
        if (size == hash.length) {
            high = Arrays.copyOf(high, 2 * size);
            low = Arrays.copyOf(low, 2 * size);
            hash = Arrays.copyOf(hash, 2 * size);
        }
        high[size] = ids.high(id);
        low[size] = ids.low(id);
        hash[size] = rowHash;
        if (size > 0 && compare(size - 1, high[size], low[size]) >= 0) {
            throw new IllegalArgumentException("the ids are not unique: " + id);
        }
        size++;
    }

    private int compare(int place, long otherHigh, long otherLow) {
        int order = Long.compareUnsigned(high[place], otherHigh);
        return order == 0 ? Long.compareUnsigned(low[place], otherLow) : order;
    }
}
