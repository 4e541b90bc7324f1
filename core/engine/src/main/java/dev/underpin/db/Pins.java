package dev.underpin.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What every session of ours behaves by, whatever the server, the database, the role or the pool has set: what is printed and read
 * back, what statements mean, where objects go, and that nobody's time limit ends a session in the middle.
 */
final class Pins {

    private static final Map<String, String> SETTINGS = settings();

    /** What the server's version lacks, or the role may not change, stays as it is. */
    private static final String SETTABLE = """
            SELECT s.name FROM pg_catalog.pg_settings AS s
            WHERE s.name OPERATOR(pg_catalog.=) ANY (?)
              AND (s.context OPERATOR(pg_catalog.=) 'user'
                   OR (s.context OPERATOR(pg_catalog.=) 'superuser'
                       AND pg_catalog.current_setting('is_superuser') OPERATOR(pg_catalog.=) 'on'))
            """;

    private static final String ORPHAN_CHECK = "client_connection_check_interval = '1s'";

    private final Set<String> settable;
    private final boolean noticesItsClient;

    private Pins(Set<String> settable, boolean noticesItsClient) {
        this.settable = settable;
        this.noticesItsClient = noticesItsClient;
    }

    /** What this server, and whoever has logged in, can set. */
    static Pins of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = ''");
        }
        return new Pins(settable(connection), noticesItsClient(connection));
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        textsAreOurs(settings);
        statementsMeanTheSame(settings);
        objectsGoWhereTheyBelong(settings);
        nothingEndsTheSession(settings);
        return Collections.unmodifiableMap(settings);
    }

    private static void textsAreOurs(Map<String, String> settings) {
        settings.put("TimeZone", "UTC");
        settings.put("DateStyle", "ISO, YMD");
        settings.put("IntervalStyle", "postgres");
        settings.put("extra_float_digits", "3");
        settings.put("bytea_output", "hex");
        settings.put("xmlbinary", "base64");
        settings.put("xmloption", "content");
        settings.put("quote_all_identifiers", "off");
        settings.put("lc_messages", "C");
        settings.put("client_min_messages", "warning");
    }

    private static void statementsMeanTheSame(Map<String, String> settings) {
        settings.put("standard_conforming_strings", "on");
        settings.put("backslash_quote", "safe_encoding");
        settings.put("array_nulls", "on");
        settings.put("transform_null_equals", "off");
        settings.put("gin_fuzzy_search_limit", "0");
        settings.put("restrict_nonsystem_relation_kind", "");
        settings.put("session_replication_role", "origin");
        settings.put("row_security", "off");
        settings.put("check_function_bodies", "on");
        settings.put("default_transaction_isolation", "read committed");
        settings.put("default_transaction_read_only", "off");
        settings.put("default_transaction_deferrable", "off");
        // Compiling a catalog query takes seconds that others would spend behind our locks.
        settings.put("jit", "off");
    }

    private static void objectsGoWhereTheyBelong(Map<String, String> settings) {
        settings.put("default_tablespace", "");
        settings.put("default_table_access_method", "heap");
    }

    private static void nothingEndsTheSession(Map<String, String> settings) {
        settings.put("statement_timeout", "0");
        settings.put("lock_timeout", "0");
        settings.put("transaction_timeout", "0");
        settings.put("idle_in_transaction_session_timeout", "0");
        settings.put("idle_session_timeout", "0");
    }

    /** Statements that set all of it, again and again. */
    String statements(String applicationName, boolean readOnly) {
        Map<String, String> pins = new LinkedHashMap<>(SETTINGS);
        pins.keySet().retainAll(settable);
        pins.put("search_path", "");
        pins.put("application_name", applicationName);
        if (readOnly) {
            pins.put("default_transaction_read_only", "on");
        }
        if (noticesItsClient) {
            pins.put("client_connection_check_interval", "1s");
        }
        return "RESET ALL; "
                + pins.entrySet().stream()
                        .map(pin -> "SET " + pin.getKey() + " = '" + pin.getValue() + "'")
                        .collect(Collectors.joining("; "));
    }

    private static Set<String> settable(Connection connection) throws SQLException {
        Set<String> settable = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(SETTABLE)) {
            statement.setArray(
                    1, connection.createArrayOf("text", SETTINGS.keySet().toArray()));
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    settable.add(result.getString(1));
                }
            }
        }
        return settable;
    }

    /** Whether the server can be made to notice that its client is gone; not every platform of it can. */
    private static boolean noticesItsClient(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET " + ORPHAN_CHECK);
            return true;
        } catch (SQLException unsupported) {
            if (!"22023".equals(unsupported.getSQLState()) && !"42704".equals(unsupported.getSQLState())) {
                throw unsupported;
            }
            return false;
        }
    }
}
