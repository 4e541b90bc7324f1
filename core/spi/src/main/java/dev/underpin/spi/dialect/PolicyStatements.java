package dev.underpin.spi.dialect;

import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** How a server speaks of row level security. Every expression in a {@link Policy} given here is canonical. */
public interface PolicyStatements {

    /** Locks them as changing their policies does, all at once and in this order; not their partitions. */
    Sql lock(List<QualifiedName> tables);

    Sql create(QualifiedName table, Policy policy);

    /** Sets roles and expressions; cannot take an expression away, nor change command or permissiveness. */
    Sql alter(QualifiedName table, Policy policy);

    Sql drop(QualifiedName table, String policy);

    Sql comment(QualifiedName table, String policy, Optional<String> comment);

    Sql enable(QualifiedName table, boolean enabled);

    Sql force(QualifiedName table, boolean forced);

    /** Selects the first table if it has no row security and the second, which is there, has. */
    Sql lessSecured(QualifiedName one, QualifiedName other);

    /** Selects one text: all that a policy is, its comment included; empty if it is not there. */
    Sql of(QualifiedName table, String policy);

    /** Selects one text: all that all policies of a table are, their comments included; empty if there are none. */
    Sql all(QualifiedName table);

    /** Selects one text: whether a table's policies hold, and for its owner; empty if it is not there. */
    Sql switches(QualifiedName table);

    /** Selects a row for each respect in which the tables' row security differs from this; an absent table differs. */
    Sql differences(List<SecuredTable> expected);

    /** Selects the tables below {@code root} that are not among these. */
    Sql othersBelow(QualifiedName root, List<QualifiedName> known);

    /**
     * Other words from which the server may make this very expression, for one that it does not read the same way as it
     * prints it; empty if none are known.
     */
    Optional<String> reworded(String expression);

    /** As {@link #create}, but the expressions are the plan author's words; for a stand-in in the scratch session. */
    Sql createAsWorded(QualifiedName standIn, Policy policy);

    /**
     * Selects a {@link Reading} of each policy of the stand-in in terms of each temporary table, which must have the same
     * columns in the same places.
     */
    Sql readings(QualifiedName standIn);

    /** Selects a {@link Source} for each relation that a policy of the stand-in reads, the stand-in itself excepted. */
    Sql sources(QualifiedName standIn);

    /** Selects a {@link Lack} for each right to what a policy of the stand-in uses that an applicant does not have. */
    Sql lacks(QualifiedName standIn, List<Applicant> applicants);

    /**
     * A policy as the server understood it.
     *
     * @param table local name of the temporary table in whose terms the expressions are
     * @param using empty text if there is none
     * @param withCheck empty text if there is none
     */
    record Reading(String table, String policy, String using, String withCheck) {}

    /** A policy and a relation that it reads. */
    record Source(String policy, String schema, String relation) {}

    /**
     * A policy and a role that it applies to.
     *
     * @param role {@code public} for everybody
     */
    record Applicant(String policy, String role) {}

    /**
     * What a role would need for a policy to work.
     *
     * @param object for people, and for a GRANT: {@code FUNCTION auth.uid()}, {@code TABLE public.rooms}
     */
    record Lack(String policy, String role, String privilege, String object) {}
}
