package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;

/** How a server tells of functions and procedures, and replaces them. */
public interface FunctionStatements {

    /** @param definition a whole CREATE OR REPLACE statement, in the plan author's words */
    Sql replace(String definition);

    /** @param definition as {@link Reading#definition} */
    Sql restore(String definition);

    Sql drop(String signature, boolean procedure);

    /** Selects one text: definition, owner, rights and comment; empty if there is no such function. */
    Sql of(String signature);

    /** For the transaction: what a body says is not looked at when a function is created. */
    Sql withoutBodies();

    /** Selects a {@link Reading} of a function; no row if it is not there. */
    Sql read(String signature);

    /** Selects one number: 1 if the function was written by this transaction. */
    Sql written(String signature);

    /**
     * A function as it is.
     *
     * @param definition a whole CREATE OR REPLACE statement, as the server prints it
     */
    record Reading(String definition, String owner, boolean procedure) {}
}
