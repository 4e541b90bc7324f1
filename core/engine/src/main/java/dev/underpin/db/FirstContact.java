package dev.underpin.db;

import dev.underpin.spi.dialect.Mark;
import dev.underpin.spi.dialect.Server;
import dev.underpin.spi.server.ErrorMeaning;
import dev.underpin.spi.server.ErrorMeanings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that is said to a server, and understood of it, before it is known which dialect it speaks: who it is, and why there may be no
 * way to it. Every server that the driver reaches answers this.
 *
 * @param user with whose rights the session speaks
 */
record FirstContact(Server server, String database, String user) {

    /** What the protocol says of those who are not let in, or not now. */
    static final ErrorMeanings REFUSALS = new Refusals();

    /** No operator, and no name is looked up: whose search path it is is not known. */
    private static final String WHO = Mark.in("""
            SELECT pg_catalog.current_setting('server_version_num'),
                   pg_catalog.current_setting('server_version'),
                   pg_catalog.version(),
                   pg_catalog.pg_is_in_recovery(),
                   pg_catalog.current_setting('transaction_read_only'),
                   pg_catalog.current_setting('cluster_name'),
                   pg_catalog.current_database(),
                   CURRENT_USER
            """);

    static FirstContact with(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(WHO)) {
            answer.next();
            return new FirstContact(
                    new Server(
                            answer.getInt(1),
                            answer.getString(2),
                            answer.getString(3),
                            Map.of(
                                    "in_recovery", String.valueOf(answer.getBoolean(4)),
                                    "transaction_read_only", answer.getString(5),
                                    "cluster_name", answer.getString(6))),
                    answer.getString(7),
                    answer.getString(8));
        }
    }

    private static final class Refusals implements ErrorMeanings {

        private static final String TOO_MANY_SESSIONS = "53300";
        private static final String NOT_YET = "57P03";
        private static final String SHUTTING_DOWN = "57P01";
        private static final String NOTHING_TO_SHOW = "08004";

        @Override
        public Set<ErrorMeaning> of(ServerError error) {
            String state = error.sqlState();
            Set<ErrorMeaning> meanings = EnumSet.noneOf(ErrorMeaning.class);
            if (state.startsWith("08") || state.equals(NOT_YET) || state.equals(SHUTTING_DOWN)) {
                meanings.add(ErrorMeaning.CONNECTION_LOST);
            }
            if (state.startsWith("28") || state.equals(NOTHING_TO_SHOW)) {
                meanings.add(ErrorMeaning.LOGIN_REFUSED);
            }
            if (state.startsWith("3D")) {
                meanings.add(ErrorMeaning.NO_SUCH_DATABASE);
            }
            if (state.equals(TOO_MANY_SESSIONS)) {
                meanings.add(ErrorMeaning.TOO_MANY_SESSIONS);
            }
            return meanings;
        }

        @Override
        public Optional<String> remedy(ServerError error) {
            return Optional.empty();
        }
    }
}
