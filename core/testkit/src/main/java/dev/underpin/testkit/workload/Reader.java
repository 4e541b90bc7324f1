package dev.underpin.testkit.workload;

import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

/** An application that reads: rows that no writer touches, which must be there at every moment exactly once, as they were. */
final class Reader implements AutoCloseable {

    private final TimedConnection connection;
    private final TableStatements statements;
    private final BaseRows base;
    private final Recorder recorder;
    private final SplittableRandom random;

    Reader(
            TimedConnection connection,
            TableStatements statements,
            BaseRows base,
            Recorder recorder,
            SplittableRandom random) {
        this.connection = connection;
        this.statements = statements;
        this.base = base;
        this.recorder = recorder;
        this.random = random;
    }

    void step() {
        try {
            if (!connection.isDead()) {
                read(base.anyUntouched(random));
            }
        } catch (SQLException failure) {
            recorder.failed(failure);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void read(int place) throws SQLException {
        if (place < 0) {
            connection.query("SELECT of the latest", row -> row.getString(1), statements.readLatest());
            return;
        }
        String id = base.id(place);
        List<Long> hashes = connection.query(
                "SELECT by id", row -> row.getLong(row.getMetaData().getColumnCount()), statements.read(), id);
        if (!hashes.equals(List.of(base.hash(place)))) {
            recorder.failed(
                    WorkloadError.UNEXPECTED_RESULT,
                    "SELECT of id " + id + ", which no writer touches, gave " + hashes.size()
                            + " rows, or another row than before");
        }
    }
}
