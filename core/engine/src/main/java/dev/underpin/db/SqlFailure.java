package dev.underpin.db;

import dev.underpin.spi.ServerRefusal;
import java.sql.SQLException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The server, or the way to it, refused a statement. */
public final class SqlFailure extends ServerRefusal {

    private static final long serialVersionUID = 1L;

    /** The server, or its administrator, has ended the session; the last two by a time limit. */
    private static final Set<String> ENDED = Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04");

    /** The disk is full, or does not answer. */
    private static final Set<String> FULL = Set.of("53100", "58030");

    /** Their folder, and the names of temporary tables' files; no message tells them apart otherwise. */
    private static final Pattern TEMPORARY_FILES = Pattern.compile("/(pgsql_tmp|t\\d+_\\d+)");

    private static final Set<String> NOT_THERE = Set.of("42P01", "42703", "42883", "42704", "3F000");

    /** The server's functions that scan and parse. */
    private static final Set<String> PARSER =
            Set.of("scanner_yyerror", "base_yyparse", "core_yylex", "base_yylex", "exec_parse_message", "raw_parser");

    private final @Nullable String routine;
    private final boolean driver;

    SqlFailure(SQLException cause) {
        this(cause, cause);
    }

    private SqlFailure(SQLException cause, Throwable original) {
        super(cause.getSQLState() == null ? "" : cause.getSQLState(), describe(cause), original);
        ServerErrorMessage server = server(cause);
        driver = cause instanceof PSQLException;
        routine = server == null ? null : server.getRoutine();
    }

    private static @Nullable ServerErrorMessage server(SQLException cause) {
        return cause instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    }

    private static String describe(SQLException cause) {
        ServerErrorMessage server = server(cause);
        return server == null ? String.valueOf(cause.getMessage()) : describe(server);
    }

    /** Finds the server's refusal in what a library wrapped around it. */
    public static RuntimeException of(RuntimeException wrapped) {
        for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
            if (cause instanceof SqlFailure failure) {
                return failure;
            }
            if (cause instanceof SQLException sql) {
                return new SqlFailure(sql, wrapped);
            }
        }
        return wrapped;
    }

    private static String describe(ServerErrorMessage server) {
        StringBuilder text = new StringBuilder(String.valueOf(server.getMessage()));
        if (server.getDetail() != null) {
            text.append(" (").append(server.getDetail()).append(')');
        }
        if (server.getHint() != null) {
            text.append(" Hint: ").append(server.getHint());
        }
        return text.toString();
    }

    /** The server's routine that raised it; tells a missing grant from a policy. */
    public @Nullable String routine() {
        return routine;
    }

    /** A relation, column, function, schema or other object that the statement names does not exist. */
    public boolean somethingMissing() {
        return NOT_THERE.contains(sqlState());
    }

    /** A relation or column that the statement names does not exist. */
    public boolean relationMissing() {
        return sqlState().equals("42P01") || sqlState().equals("42703");
    }

    /** The text is no SQL, whatever there is in the database: raised by the server's parser before it looked anything up. */
    public boolean grammatical() {
        return sqlState().startsWith("42") && routine != null && PARSER.contains(routine);
    }

    /** A refusal for reasons of others, of the session or of the machine: it says nothing of the statement. */
    public boolean saysNothing() {
        return canceled() || lockNotAvailable() || deadlock() || readOnly() || connectionLost() || shortage();
    }

    /** The server had too little of something: disk, memory, locks, or what a limit grants. */
    public boolean shortage() {
        return sqlState().startsWith("53") || FULL.contains(sqlState());
    }

    /** What there was too little of, temporary files among it, has been given back with the statement's end. */
    public boolean shortageOver() {
        return shortage()
                && (!FULL.contains(sqlState())
                        || TEMPORARY_FILES.matcher(serverMessage()).find());
    }

    public boolean lockNotAvailable() {
        return sqlState().equals("55P03");
    }

    public boolean deadlock() {
        return sqlState().equals("40P01");
    }

    public boolean canceled() {
        return sqlState().equals("57014");
    }

    /** The server, or the session, changes nothing. */
    public boolean readOnly() {
        return sqlState().equals("25006");
    }

    public boolean serialization() {
        return sqlState().equals("40001");
    }

    /** The session is gone; whether its last statement took effect is unknown. */
    public boolean connectionLost() {
        return sqlState().startsWith("08") || ENDED.contains(sqlState());
    }

    /** It says something of the way to the server, or of who may connect, and nothing of a statement. */
    public boolean ofTheConnection() {
        return sqlState().isEmpty()
                || sqlState().startsWith("28")
                || sqlState().startsWith("3D")
                || mayBeReachedLater();
    }

    /** Neither the server nor the driver says so, but what lends connections. */
    public boolean ofThePool() {
        return !driver && sqlState().isEmpty();
    }

    /** The server has no room for a further session at the moment, or is about to start or to stop. */
    public boolean mayBeReachedLater() {
        return connectionLost() || sqlState().equals("53300");
    }

    /** The server did not let this user in, or the driver has nothing that it asks for, such as a password. */
    public boolean authentication() {
        return sqlState().startsWith("28") || sqlState().equals("08004");
    }
}
