package dev.underpin.db;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.Finding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements with another role's rights and no way back to the session's own. Whatever code they reach — checks,
 * triggers, index expressions, policies — can do what that role can do. SET ROLE would not do: any function that is called
 * may undo it. Within a SECURITY DEFINER function the server refuses that.
 *
 * <p>The function is made for one call, in the transaction of the call, and is gone after it: its owner, who could change
 * it, never sees it but within the call. A question is asked in a savepoint that is always rolled back. Where something is to
 * stay, settings are set back after the call, and that something waits for the end of the transaction is refused.
 */
final class Confinement {

    private static final String EXECUTE = """
            CREATE FUNCTION pg_temp.underpin_confined(statements pg_catalog.text[], kept pg_catalog.bool)
            RETURNS pg_catalog.int8[] LANGUAGE plpgsql SECURITY DEFINER AS $underpin$
            DECLARE
              counts pg_catalog.int8[] := '{}';
              affected pg_catalog.int8;
              one pg_catalog.text;
            BEGIN
              FOREACH one IN ARRAY statements LOOP
                EXECUTE one;
                GET DIAGNOSTICS affected = ROW_COUNT;
                counts := pg_catalog.array_append(counts, affected);
              END LOOP;
              IF kept THEN
                SET CONSTRAINTS ALL IMMEDIATE;
              END IF;
              RETURN counts;
            END $underpin$;
            ALTER FUNCTION pg_temp.underpin_confined(pg_catalog.text[], pg_catalog.bool) OWNER TO\s""";

    private static final String EXECUTED =
            "DROP FUNCTION pg_temp.underpin_confined(pg_catalog.text[], pg_catalog.bool)";

    private static final String QUERY = """
            CREATE FUNCTION pg_temp.underpin_confined(query pg_catalog.text)
            RETURNS SETOF pg_catalog.text[] LANGUAGE plpgsql SECURITY DEFINER AS $underpin$
            BEGIN
              RETURN QUERY EXECUTE query;
            END $underpin$;
            ALTER FUNCTION pg_temp.underpin_confined(pg_catalog.text) OWNER TO\s""";

    /** What is no query, and has one column. */
    private static final String UTILITY = """
            CREATE FUNCTION pg_temp.underpin_confined(query pg_catalog.text)
            RETURNS SETOF pg_catalog.text[] LANGUAGE plpgsql SECURITY DEFINER AS $underpin$
            DECLARE
              line pg_catalog.text;
            BEGIN
              FOR line IN EXECUTE query LOOP
                RETURN NEXT ARRAY[line];
              END LOOP;
            END $underpin$;
            ALTER FUNCTION pg_temp.underpin_confined(pg_catalog.text) OWNER TO\s""";

    /** No operator and no function is looked up: the search path is not known to be ours. */
    private static final String SETTINGS = "SELECT name, setting, context FROM pg_catalog.pg_settings";

    /** Before version 18, deferred triggers and cursors are run at the commit by whoever commits. */
    private static final String WAITING = """
            SELECT pg_catalog.format('the trigger %I of %s is deferred', t.tgname, t.tgrelid::pg_catalog.regclass)
            FROM pg_catalog.pg_locks AS l
            JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = l.relation
            WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.mode = 'RowExclusiveLock'
              AND pg_catalog.current_setting('server_version_num')::int < 180000
              AND t.tgdeferrable AND t.tgenabled <> 'D'
              AND (NOT t.tgisinternal
                   OR t.tgfoid = 'pg_catalog.unique_key_recheck'::pg_catalog.regproc AND EXISTS (
                     SELECT FROM pg_catalog.pg_index AS i
                     WHERE i.indexrelid = t.tgconstrindid AND (i.indexprs IS NOT NULL OR i.indpred IS NOT NULL)))
            UNION ALL
            SELECT pg_catalog.format('the cursor %I outlives the transaction', c.name)
            FROM pg_catalog.pg_cursors AS c WHERE c.is_holdable
            """;

    private final Connection connection;

    Confinement(Connection connection) {
        this.connection = connection;
    }

    /**
     * What was done, and how long it took without what is needed around it.
     *
     * @param counts of rows, one for each statement
     */
    record Done(long[] counts, long nanos) {}

    /** Within a transaction that is to be committed, or else is rolled back as a whole. */
    long[] execute(String role, List<String> statements, boolean kept) throws SQLException {
        Map<String, String> before = settings();
        bare(EXECUTE + quoted(role));
        long[] counts = call(statements, kept);
        restore(before);
        bare(EXECUTED);
        if (kept) {
            refuseWaiting(role);
        }
        return counts;
    }

    /** Within a savepoint that the caller rolls back right after it, and everything that was done to the session with it. */
    long attempt(String role, String statement) throws SQLException {
        bare(EXECUTE + quoted(role));
        return call(List.of(statement), false)[0];
    }

    /** Within a transaction, of which nothing is changed. Returns how long the statement took, in nanoseconds. */
    long time(String role, String statement) throws SQLException {
        readOnly(EXECUTE + quoted(role));
        long start = System.nanoTime();
        call(List.of(statement), false);
        long took = System.nanoTime() - start;
        takeBack();
        return took;
    }

    private long[] call(List<String> statements, boolean kept) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement("SELECT pg_temp.underpin_confined(?, ?)")) {
            call.setArray(1, connection.createArrayOf("text", statements.toArray()));
            call.setBoolean(2, kept);
            try (ResultSet result = call.executeQuery()) {
                result.next();
                return Arrays.stream((Long[]) result.getArray(1).getArray())
                        .mapToLong(Long::longValue)
                        .toArray();
            }
        }
    }

    /**
     * Within a transaction, of which nothing is changed: neither by the query nor by what it reaches.
     *
     * @param columns of the query, as the server describes it
     */
    Rows query(String role, String query, List<String> columns) throws SQLException {
        boolean utility = query.startsWith("EXPLAIN");
        readOnly((utility ? UTILITY : QUERY) + quoted(role));
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (PreparedStatement call =
                connection.prepareStatement("SELECT w.r FROM pg_temp.underpin_confined(?) AS w(r)")) {
            call.setString(1, utility ? query : asText(query, columns.size()));
            try (ResultSet result = call.executeQuery()) {
                while (result.next()) {
                    rows.add(Arrays.asList(
                            (@Nullable String[]) result.getArray(1).getArray()));
                }
            }
        }
        takeBack();
        return new Rows(columns, List.copyOf(rows));
    }

    private void readOnly(String function) throws SQLException {
        bare("SAVEPOINT underpin_confined");
        bare(function);
        bare("SET LOCAL transaction_read_only = on");
    }

    /** With it goes whatever was done to the session. */
    private void takeBack() throws SQLException {
        bare("ROLLBACK TO SAVEPOINT underpin_confined");
        bare("RELEASE SAVEPOINT underpin_confined");
    }

    /** Each value as the server prints it; a row of which all fields are NULL is not NULL itself. */
    private static String asText(String query, int columns) {
        return "SELECT ARRAY["
                + each(
                        columns,
                        "CASE WHEN pg_catalog.num_nulls(q.c%1$d) OPERATOR(pg_catalog.=) 0"
                                + " THEN pg_catalog.format('%%s', q.c%1$d) END")
                + "]::pg_catalog.text[] FROM (" + query + "\n) AS q(" + each(columns, "c%1$d") + ")";
    }

    private static String each(int columns, String template) {
        return IntStream.rangeClosed(1, columns)
                .mapToObj(number -> template.formatted(number))
                .collect(Collectors.joining(", "));
    }

    private static String quoted(String role) {
        return DSL.using(SQLDialect.POSTGRES).render(DSL.quotedName(role));
    }

    private Map<String, String> settings() throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(SETTINGS)) {
            while (result.next()) {
                if ("user".equals(result.getString(3))) {
                    settings.put(result.getString(1), result.getString(2));
                }
            }
        }
        return settings;
    }

    private void restore(Map<String, String> before) throws SQLException {
        Map<String, String> now = settings();
        try (PreparedStatement set = connection.prepareStatement("SELECT pg_catalog.set_config(?, ?, true)")) {
            for (Map.Entry<String, String> setting : before.entrySet()) {
                if (!setting.getValue().equals(now.get(setting.getKey()))) {
                    set.setString(1, setting.getKey());
                    set.setString(2, setting.getValue());
                    set.executeQuery().close();
                }
            }
        }
    }

    private void refuseWaiting(String role) throws SQLException {
        List<String> waiting = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(WAITING)) {
            while (result.next()) {
                waiting.add(result.getString(1));
            }
        }
        if (!waiting.isEmpty()) {
            throw new Failure(
                    Outcome.STOPPED,
                    Problem.of(
                                    Finding.error(
                                            EngineCodes.DEFERRED_CODE,
                                            "code of " + role
                                                    + " has put off something until the transaction ends, where it would run"
                                                    + " with the tool's rights; the transaction was taken back",
                                            "Look at the triggers and functions named here; disable what is deferred meanwhile."))
                            .with(waiting));
        }
    }

    private void bare(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(text);
        }
    }
}
