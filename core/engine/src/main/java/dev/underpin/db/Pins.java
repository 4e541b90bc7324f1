package dev.underpin.db;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.server.ErrorMeaning;
import dev.underpin.spi.server.ErrorMeanings;
import dev.underpin.spi.server.SessionStatements;
import dev.underpin.spi.server.SessionStatements.Setting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every session of ours behaves by, whatever the server, the database, the role or the pool has set: what is printed and read
 * back, what statements mean, where objects go, and that nobody's time limit ends a session in the middle.
 */
final class Pins {

    private final SessionStatements says;
    private final Map<String, String> settings;

    private Pins(SessionStatements says, Map<String, String> settings) {
        this.says = says;
        this.settings = settings;
    }

    /** What this server, and whoever has logged in, can set. */
    static Pins of(Connection connection, Dialect dialect) throws SQLException {
        SessionStatements says = dialect.statements(SessionStatements.class);
        execute(connection, says.ownNamesOnly().text());
        Map<String, String> settings = new LinkedHashMap<>(says.settings());
        settings.keySet().retainAll(settable(connection, says));
        Optional<Setting> orphanCheck = says.noticesItsClient();
        if (orphanCheck.isPresent() && accepts(connection, dialect, says, orphanCheck.get())) {
            settings.put(orphanCheck.get().name(), orphanCheck.get().value());
        }
        return new Pins(says, settings);
    }

    /** Statements that set all of it, again and again. */
    String statements(String purpose, boolean readOnly) {
        return says.pin(settings, purpose, readOnly);
    }

    private static Set<String> settable(Connection connection, SessionStatements says) throws SQLException {
        Set<String> settable = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        says.settable(says.settings().keySet()).text())) {
            while (result.next()) {
                settable.add(result.getString(1));
            }
        }
        return settable;
    }

    private static boolean accepts(Connection connection, Dialect dialect, SessionStatements says, Setting setting)
            throws SQLException {
        try {
            execute(connection, says.set(setting).text());
            return true;
        } catch (SQLException refused) {
            if (!new SqlFailure(refused, dialect.statements(ErrorMeanings.class)).means(ErrorMeaning.SETTING_REFUSED)) {
                throw refused;
            }
            return false;
        }
    }

    private static void execute(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }
}
