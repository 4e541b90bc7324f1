package dev.underpin.db;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.server.ImpersonationStatements;
import dev.underpin.spi.server.ImpersonationStatements.Routine;
import dev.underpin.spi.server.SessionStatements;
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
import org.jspecify.annotations.Nullable;

/**
 * Runs statements with another role's rights and no way back to the session's own. Whatever code they reach — checks,
 * triggers, index expressions, policies — can do what that role can do.
 *
 * <p>The function is made for one call, in the transaction of the call, and is gone after it: its owner, who could change
 * it, never sees it but within the call. A question is asked in a savepoint that is always rolled back. Where something is to
 * stay, settings are set back after the call, and that something waits for the end of the transaction is refused.
 */
final class Confinement {

    private final Connection connection;

    private final ImpersonationStatements says;
    private final String forbidWrites;

    Confinement(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.says = dialect.statements(ImpersonationStatements.class);
        this.forbidWrites =
                dialect.statements(SessionStatements.class).forbidWrites().text();
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
        Routine routine = says.executes(role);
        bare(routine.create());
        long[] counts = call(routine, statements, kept);
        restore(before);
        bare(routine.drop());
        if (kept) {
            refuseWaiting(role);
        }
        return counts;
    }

    /** Within a savepoint that the caller rolls back right after it, and everything that was done to the session with it. */
    long attempt(String role, String statement) throws SQLException {
        Routine routine = says.executes(role);
        bare(routine.create());
        return call(routine, List.of(statement), false)[0];
    }

    /** Within a transaction, of which nothing is changed. Returns how long the statement took, in nanoseconds. */
    long time(String role, String statement) throws SQLException {
        Routine routine = says.executes(role);
        readOnly(routine.create());
        long start = System.nanoTime();
        call(routine, List.of(statement), false);
        long took = System.nanoTime() - start;
        takeBack();
        return took;
    }

    private long[] call(Routine routine, List<String> statements, boolean kept) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(routine.call())) {
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
        Routine routine = says.queries(role, query);
        readOnly(routine.create());
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (PreparedStatement call = connection.prepareStatement(routine.call())) {
            call.setString(1, says.asText(query, columns.size()));
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
        bare(forbidWrites);
    }

    /** With it goes whatever was done to the session. */
    private void takeBack() throws SQLException {
        bare("ROLLBACK TO SAVEPOINT underpin_confined");
        bare("RELEASE SAVEPOINT underpin_confined");
    }

    private Map<String, String> settings() throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(says.settings().text())) {
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
        try (PreparedStatement set = connection.prepareStatement(says.restore())) {
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
                ResultSet result = statement.executeQuery(says.waiting().text())) {
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
