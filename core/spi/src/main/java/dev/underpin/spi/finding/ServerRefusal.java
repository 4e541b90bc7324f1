package dev.underpin.spi.finding;

/** The server refused a statement. What a step asked to imagine may well be refused: its author wrote part of it. */
public class ServerRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String sqlState;
    private final String serverMessage;

    protected ServerRefusal(String sqlState, String serverMessage, Throwable cause) {
        super(serverMessage, cause);
        this.sqlState = sqlState;
        this.serverMessage = serverMessage;
    }

    /** Five characters; empty if the server was not reached. */
    public String sqlState() {
        return sqlState;
    }

    /** The server's words: message, detail and hint. */
    public String serverMessage() {
        return serverMessage;
    }
}
