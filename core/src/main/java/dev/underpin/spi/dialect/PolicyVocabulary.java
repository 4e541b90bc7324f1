package dev.underpin.spi.dialect;

import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Question.Identity;
import dev.underpin.spi.Sql;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.catalog.Table;
import java.util.List;
import java.util.Optional;

/** How a server speaks of row level security. Every expression in a {@link Policy} given here is canonical. */
public interface PolicyVocabulary {

    /** Locks them as changing their policies does, all at once and in this order; not their partitions. */
    Sql lock(List<QualifiedName> tables);

    Sql create(QualifiedName table, Policy policy);

    /** Sets roles and expressions; cannot take an expression away, nor change command or permissiveness. */
    Sql alter(QualifiedName table, Policy policy);

    Sql drop(QualifiedName table, String policy);

    Sql comment(QualifiedName table, String policy, Optional<String> comment);

    Sql enable(QualifiedName table, boolean enabled);

    Sql force(QualifiedName table, boolean forced);

    /** Selects a row for each respect in which the tables' row security differs from this; an absent table differs. */
    Sql differences(List<SecuredTable> expected);

    /** Selects the tables below {@code root} that are not among these. */
    Sql othersBelow(QualifiedName root, List<QualifiedName> known);

    /**
     * Makes temporary stand-ins: one of the table, of the same name and with policies whose expressions are the plan
     * author's words, and one of each of the other names, without policies. For {@link dev.underpin.spi.StepContext#imagine}.
     */
    List<Sql> sketch(Table table, List<Policy> policies, List<String> otherNames);

    /** Selects a {@link Sketched} for each policy and each table of a sketch. */
    Sql sketched(String table);

    /** Selects a {@link Reading} for each relation that a policy of a sketch reads, the table itself excepted. */
    Sql sketchReads(String table);

    /** Selects the {@link Applicant}s who lack the right to what a policy of a sketch uses, as a {@link Lacking}. */
    Sql sketchLacks(String table, List<Applicant> applicants);

    /**
     * In the running transaction, takes on a role with a request's claims, as PostgREST and Supabase hand them over:
     * {@code request.jwt.claims} as JSON, {@code request.jwt.claim.…} one by one, {@code role} among them. Row level
     * security applies afterwards, whatever the session had set. Ends with the transaction or savepoint.
     */
    List<Sql> assume(Identity identity);

    /**
     * A policy as the server understood it.
     *
     * @param table local name of the stand-in in whose terms the expressions are
     * @param using empty text if there is none
     * @param withCheck empty text if there is none
     */
    record Sketched(String table, String policy, String using, String withCheck) {}

    /** A policy and a relation that it reads. */
    record Reading(String policy, String schema, String relation) {}

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
    record Lacking(String policy, String role, String privilege, String object) {}
}
