package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;

/** How a server tells which statements use a table: those in functions, and those that it has counted. */
public interface UsageStatements {

    /** Selects a {@link Routine} for each function or procedure whose body mentions the table's name, and each that its triggers call. */
    Sql routines(QualifiedName table);

    /** What counts statements, for people. */
    String recorderName();

    /** The role whose members can read statements of other roles, for people. */
    String reader();

    /** Selects the schema in which the server offers its statistics of statements; no row if it offers none here. */
    Sql recorder();

    /**
     * Selects a {@link Recorded} for each counted statement in this database whose text mentions the table's name; those that
     * the tool sent, or that name what is in its own schema, are left out.
     */
    Sql recorded(String recorder, QualifiedName table);

    /** Selects one {@link Extent}: how much of what happened the statistics hold. */
    Sql extent(String recorder);

    /**
     * A function or procedure.
     *
     * @param kind {@code function} or {@code procedure}
     * @param signature with the types of its arguments
     * @param unqualified whether the table's name alone means the table in its body
     */
    record Routine(
            String kind,
            String schema,
            String name,
            String signature,
            String language,
            String body,
            boolean unqualified) {}

    /**
     * A statement and how often it has run.
     *
     * @param unqualified whether the table's name alone is taken to mean the table
     */
    record Recorded(String text, long calls, boolean unqualified) {}

    /**
     * How much statistics hold.
     *
     * @param since when they began, as text
     * @param forgotten how often statements were dropped from them for want of room
     * @param hidden the number of statements of this database whose text may not be read
     */
    record Extent(String since, long forgotten, long hidden) {}
}
