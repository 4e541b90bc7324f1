package dev.underpin.rls;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.PolicyStatements.Lack;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What can be the matter with policies, in words. */
final class PolicyFindings {

    private PolicyFindings() {}

    static Finding cannotBecome(String user, String role) {
        return Finding.error(
                Codes.CANNOT_BECOME,
                user + " cannot take on the role " + role + " to try the policies",
                "Have the role granted to " + user + ", or take the trial out of the plan.");
    }

    static Finding refusedTable(QualifiedName table, ServerRefusal refusal) {
        return Finding.error(
                Codes.NOT_TRIED,
                "the policies of " + table + " could not be tried out: " + refusal.serverMessage(),
                "The tool needs the right to create temporary tables (GRANT TEMPORARY ON DATABASE) and to use the types of"
                        + " the table's columns.");
    }

    static Finding lacks(Lack lack) {
        return Finding.error(
                Codes.POLICY_LACKS,
                "policy \"" + lack.policy() + "\" uses " + lack.object() + ", on which "
                        + (lack.role().equals("public") ? "not everybody has " : lack.role() + " lacks ")
                        + lack.privilege() + ": every statement under the policy would fail",
                "GRANT " + lack.privilege() + " ON " + lack.object() + " TO " + new Identifier(lack.role())
                        + ", or ask through a SECURITY DEFINER function.");
    }

    static Finding nothingLetThrough(QualifiedName table, Collection<String> deprived, boolean held) {
        return Finding.warning(
                Codes.NOTHING_LET_THROUGH,
                "on " + table + " no permissive policy lets through what is granted: " + String.join("; ", deprived)
                        + (held ? ". Restrictive policies alone let nothing through" : ""),
                "Add a permissive policy for each, or REVOKE the grants, so that the refusal is seen as one.");
    }

    /** What a set of policies in force comes to as a whole. */
    static List<Finding> effects(Table table, RowSecurity intended, boolean forced, Catalog catalog) {
        List<Finding> findings = new ArrayList<>();
        if (forced) {
            findings.add(ownerHeldBack(table.name(), table.owner()));
        }
        UncoveredGrants deprivation = new UncoveredGrants(intended.policies(), catalog);
        Set<String> deprived = deprivation.of(new Grants(table, catalog, forced).held());
        if (!deprived.isEmpty()) {
            findings.add(nothingLetThrough(table.name(), deprived, deprivation.onlyRestrictive()));
        }
        return findings;
    }

    static Finding readsItself(String policy, QualifiedName table) {
        return Finding.warning(
                Codes.READS_ITSELF,
                "policy \"" + policy + "\" of " + table + " reads " + table
                        + " itself, which ends in \"infinite recursion detected\" if it applies to that reading too",
                "Read it in a SECURITY DEFINER function whose owner the policies do not hold back; try it under test.");
    }

    static Finding ownerHeldBack(QualifiedName table, String owner) {
        return Finding.warning(
                Codes.OWNER_HELD_BACK,
                "with force, " + owner + ", who owns " + table
                        + ", sees only what the policies let through; pg_dump as this role fails or leaves rows out",
                "Give the owner a policy, or make backups as a role with BYPASSRLS.");
    }

    static Finding foreignPartition(QualifiedName partition) {
        return Finding.warning(
                Codes.FOREIGN_PARTITION,
                "the foreign table " + partition + " cannot have policies; whoever has a grant on it reads all of it",
                "REVOKE the grants on it; it stays readable through its parent.");
    }

    static Finding exposedPartition(QualifiedName partition, Collection<String> grantees) {
        return Finding.warning(
                Codes.EXPOSED_PARTITION,
                "the partition " + partition + " has no row level security, and " + String.join(", ", grantees)
                        + " can reach its rows without the table's policies",
                "Say partitions: enableNoPolicy, or REVOKE the grants on the partition.");
    }

    static Finding idle(QualifiedName table) {
        return Finding.warning(
                Codes.IDLE,
                "the policies of " + table + " have no effect, for enabled is false",
                "Say enabled: true as soon as they shall hold.");
    }

    static Finding dropped(QualifiedName table, String policy) {
        return Finding.note(
                Codes.DROPPED,
                "policy \"" + policy + "\" of " + table + " is dropped, for the plan does not list it",
                "List it, or say exclusive: false, to keep it; a rollback brings it back.");
    }
}
