package dev.underpin.testkit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The server that {@code UNDERPIN_TEST_URL} names; it serves its own major only. */
final class EnvironmentServer implements ServerSource {

    private static final String VARIABLE = "UNDERPIN_TEST_URL";

    static Optional<ServerAddress> address() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(url -> !url.isBlank())
                .map(ServerAddress::parse);
    }

    static int majorOf(ServerAddress address) {
        try (Connection connection = address.connect(address.maintenanceDatabase())) {
            return connection.getMetaData().getDatabaseMajorVersion();
        } catch (SQLException failure) {
            throw new UncheckedSqlException(
                    "the server of " + VARIABLE + " (" + address + ") does not answer", failure);
        }
    }

    @Override
    public Optional<ServerAddress> start(int major) {
        return address().filter(address -> majorOf(address) == major);
    }

    @Override
    public boolean outlivesTheJvm() {
        return true;
    }
}
