package dev.underpin.spi.server;

import dev.underpin.spi.program.Sql;
import java.util.List;
import java.util.Map;

/**
 * How a session acts for somebody else. Confined statements run in a routine of one call that belongs to the role: what they reach can do
 * what that role can do, and cannot get back to the session's own rights.
 */
public interface ImpersonationStatements {

    /** Until the transaction's end, row level security filters, as it does for an application. */
    Sql filtered();

    /** Until the transaction's end, the session bears the claims of a request of that role. */
    List<Sql> claims(String role, Map<String, String> claims);

    /**
     * The routine for statements. Parameters of {@link Routine#call()}: an array of texts, and whether what is put off to the
     * transaction's end is to run within the call. It selects an array with the number of rows that each of them changed.
     */
    Routine executes(String role);

    /** The routine for one query. Parameter of {@link Routine#call()}: the query's text; it selects an array of texts for each row. */
    Routine queries(String role, String query);

    /**
     * What {@link #queries} is given in place of the query: each value as the server prints it.
     *
     * @param columns how many the query has
     */
    String asText(String query, int columns);

    /** Selects name, value and {@code user} for each setting that any code may change, something else for others. Looks up no name. */
    Sql settings();

    /** Parameters: name and value of a setting, set for the rest of the transaction. */
    String restore();

    /** Selects one text for each thing that waits for the transaction's end, where it would run with the session's own rights. */
    Sql waiting();

    /**
     * A routine of one call.
     *
     * @param create one text that may be several statements
     * @param call with the driver's placeholders
     * @param drop one statement
     */
    record Routine(String create, String call, String drop) {}
}
