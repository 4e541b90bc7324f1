package dev.underpin.testkit.workload;

import java.sql.SQLException;

/**
 * An application of the same server that needs no lock that anybody else takes: it only commits. What it waits for is what the machine does to
 * everybody, so it is what waits of the writers are held against.
 */
final class Bystander implements AutoCloseable {

    private final TimedConnection connection;
    private final Recorder recorder;

    Bystander(TimedConnection connection, Recorder recorder) {
        this.connection = connection;
        this.recorder = recorder;
    }

    void step() {
        try {
            if (!connection.isDead()) {
                connection.query(
                        "commit", row -> row.getString(1), "SELECT pg_logical_emit_message(true, 'bystander', 'x')");
            }
        } catch (SQLException failure) {
            recorder.failed(failure);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
