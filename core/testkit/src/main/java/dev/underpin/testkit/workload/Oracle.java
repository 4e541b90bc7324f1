package dev.underpin.testkit.workload;

import dev.underpin.testkit.workload.Verdict.Kind;
import dev.underpin.testkit.workload.Verdict.Tally;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Knows what the table must contain, and compares. Its answers hold while no writer is at work. */
public final class Oracle {

    private static final int FETCH_SIZE = 5000;

    private final TableStatements statements;
    private final BaseRows base;
    private final List<OwnedRows> owners;

    Oracle(TableStatements statements, BaseRows base, List<OwnedRows> owners) {
        this.statements = statements;
        this.base = base;
        this.owners = List.copyOf(owners);
    }

    /**
     * Compares a table, read in one snapshot, with what the workload's table must contain: that table itself, or a copy that must equal it.
     *
     * @param connection in autocommit mode, with the right to see all rows
     * @param table as it stands in SQL
     */
    public Verdict verify(Connection connection, String table) throws SQLException {
        if (!connection.getAutoCommit()) {
            throw new IllegalArgumentException("the oracle opens a transaction of its own");
        }
        connection.setAutoCommit(false);
        try {
            try (Statement settings = connection.createStatement()) {
                settings.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
                settings.execute("SET LOCAL TimeZone = 'UTC'");
            }
            return new Verification().of(connection, table);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private final class Verification {

        private final Tally tally = new Tally();
        private final Map<String, Row> expected = new HashMap<>();
        private final Set<String> gone = new HashSet<>();
        private final Set<String> inDoubt = new HashSet<>();

        Verdict of(Connection connection, String table) throws SQLException {
            for (OwnedRows owner : owners) {
                expected.putAll(owner.rows());
                gone.addAll(owner.gone());
                inDoubt.addAll(owner.inDoubt());
            }
            everyRow(connection, table);
            ownedRows(connection, table);
            return tally.verdict();
        }

        private void everyRow(Connection connection, String table) throws SQLException {
            BitSet seen = new BitSet();
            Set<String> seenOwned = new HashSet<>();
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(FETCH_SIZE);
                try (ResultSet rows = statement.executeQuery(statements.hashesOf(table))) {
                    while (rows.next()) {
                        tally.row();
                        String id = rows.getString(1);
                        if (expected.containsKey(id)) {
                            if (!seenOwned.add(id)) {
                                tally.found(Kind.DUPLICATED, id);
                            }
                        } else {
                            notOwned(id, rows.getLong(2), seen);
                        }
                    }
                }
            }
            for (int place = 0; place < base.size(); place++) {
                if (!base.isAdopted(place) && !seen.get(place)) {
                    tally.found(Kind.LOST, base.id(place) + ", a row that no writer touched");
                }
            }
        }

        private void notOwned(String id, long hash, BitSet seen) {
            int place = base.find(id);
            if (inDoubt.contains(id)) {
                return;
            }
            if (gone.contains(id)) {
                tally.found(Kind.RESURRECTED, id);
            } else if (place < 0) {
                tally.found(Kind.UNEXPECTED, id);
            } else if (seen.get(place)) {
                tally.found(Kind.DUPLICATED, id + ", a row that no writer touched");
            } else {
                seen.set(place);
                if (hash != base.hash(place)) {
                    tally.found(Kind.STALE, id + ", a row that no writer touched");
                }
            }
        }

        /** A row in doubt is compared with nothing. */
        private void ownedRows(Connection connection, String table) throws SQLException {
            expected.keySet().removeAll(inDoubt);
            String type = statements.shape().ids().name().toLowerCase(Locale.ROOT);
            Array ids = connection.createArrayOf(type, expected.keySet().toArray());
            Set<String> found = new HashSet<>();
            try (PreparedStatement statement = connection.prepareStatement(statements.rowsOf(table))) {
                statement.setArray(1, ids);
                statement.setFetchSize(FETCH_SIZE);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        Row row = statements.row(rows);
                        String id = String.valueOf(row.get(statements.idColumn()));
                        found.add(id);
                        if (!row.equals(expected.get(id))) {
                            tally.found(Kind.STALE, row + " instead of " + expected.get(id));
                        }
                    }
                }
            }
            expected.keySet().stream()
                    .filter(id -> !found.contains(id))
                    .forEach(id -> tally.found(Kind.LOST, String.valueOf(expected.get(id))));
        }
    }
}
