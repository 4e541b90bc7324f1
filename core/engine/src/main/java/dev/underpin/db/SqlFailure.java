package dev.underpin.db;

import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.server.ErrorMeaning;
import dev.underpin.spi.server.ErrorMeanings;
import dev.underpin.spi.server.ErrorMeanings.ServerError;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The server, or the way to it, refused a statement. */
public final class SqlFailure extends ServerRefusal {

    private static final long serialVersionUID = 1L;

    private final Set<ErrorMeaning> meanings;
    private final @Nullable String remedy;
    private final boolean driver;

    SqlFailure(SQLException cause, ErrorMeanings meanings) {
        this(cause, cause, meanings);
    }

    private SqlFailure(SQLException cause, Throwable original, ErrorMeanings meanings) {
        super(cause.getSQLState() == null ? "" : cause.getSQLState(), describe(cause), original);
        ServerErrorMessage server = server(cause);
        driver = cause instanceof PSQLException;
        ServerError error = new ServerError(
                sqlState(), serverMessage(), Optional.ofNullable(server).map(ServerErrorMessage::getRoutine));
        this.meanings = Set.copyOf(meanings.of(error));
        this.remedy = meanings.remedy(error).orElse(null);
    }

    private static @Nullable ServerErrorMessage server(SQLException cause) {
        return cause instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    }

    private static String describe(SQLException cause) {
        ServerErrorMessage server = server(cause);
        return server == null ? String.valueOf(cause.getMessage()) : describe(server);
    }

    /** Finds the server's refusal in what a library wrapped around it: a session's, or else that of who was to open one. */
    public static RuntimeException of(RuntimeException wrapped) {
        for (Throwable cause = wrapped; cause != null; cause = cause.getCause()) {
            if (cause instanceof SqlFailure failure) {
                return failure;
            }
            if (cause instanceof SQLException sql) {
                return new SqlFailure(sql, wrapped, FirstContact.REFUSALS);
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

    public boolean means(ErrorMeaning meaning) {
        return meanings.contains(meaning);
    }

    /** What a person can do about it, as {@link ErrorMeanings#remedy}. */
    public Optional<String> remedy() {
        return Optional.ofNullable(remedy);
    }

    /** A relation, column, function, schema or other object that the statement names does not exist. */
    public boolean somethingMissing() {
        return means(ErrorMeaning.UNDEFINED_OBJECT);
    }

    /** A relation or column that the statement names does not exist. */
    public boolean relationMissing() {
        return means(ErrorMeaning.UNDEFINED_RELATION);
    }

    /** The text is no SQL, whatever there is in the database. */
    public boolean grammatical() {
        return means(ErrorMeaning.GRAMMAR);
    }

    /** A refusal for reasons of others, of the session or of the machine: it says nothing of the statement. */
    public boolean saysNothing() {
        return canceled() || lockNotAvailable() || deadlock() || readOnly() || connectionLost() || shortage();
    }

    /** The server had too little of something: disk, memory, locks, or what a limit grants. */
    public boolean shortage() {
        return means(ErrorMeaning.SHORTAGE);
    }

    /** What there was too little of, temporary files among it, has been given back with the statement's end. */
    public boolean shortageOver() {
        return means(ErrorMeaning.SHORTAGE_OVER);
    }

    public boolean lockNotAvailable() {
        return means(ErrorMeaning.LOCK_NOT_AVAILABLE);
    }

    public boolean deadlock() {
        return means(ErrorMeaning.DEADLOCK);
    }

    public boolean canceled() {
        return means(ErrorMeaning.CANCELED);
    }

    /** The server, or the session, changes nothing. */
    public boolean readOnly() {
        return means(ErrorMeaning.READ_ONLY);
    }

    public boolean serialization() {
        return means(ErrorMeaning.SERIALIZATION);
    }

    /** The session is gone; whether its last statement took effect is unknown. */
    public boolean connectionLost() {
        return means(ErrorMeaning.CONNECTION_LOST);
    }

    /** It says something of the way to the server, or of who may connect, and nothing of a statement. */
    public boolean ofTheConnection() {
        return sqlState().isEmpty() || authentication() || means(ErrorMeaning.NO_SUCH_DATABASE) || mayBeReachedLater();
    }

    /** Neither the server nor the driver says so, but what lends connections. */
    public boolean ofThePool() {
        return !driver && sqlState().isEmpty();
    }

    /** The server has no room for a further session at the moment, or is about to start or to stop. */
    public boolean mayBeReachedLater() {
        return connectionLost() || means(ErrorMeaning.TOO_MANY_SESSIONS);
    }

    /** The server did not let this user in, or the driver has nothing that it asks for, such as a password. */
    public boolean authentication() {
        return means(ErrorMeaning.LOGIN_REFUSED);
    }
}
