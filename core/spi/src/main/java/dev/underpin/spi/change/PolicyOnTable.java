package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * One policy of one table, which is created, replaced or dropped; its partitions and other policies stay as they are. A rollback brings back
 * what was there to the letter, its comment included. Whether policies hold at all is {@link RowSecurityOnTable}'s.
 */
public final class PolicyOnTable extends ChangedPolicies {

    private final String policy;
    private final Optional<Policy> wanted;

    private PolicyOnTable(QualifiedName table, String policy, Optional<Policy> wanted) {
        super(table);
        this.policy = policy;
        this.wanted = wanted;
    }

    /** @param wanted with its expressions in the plan author's words; whatever the table has of its name is replaced, the comment, too */
    public static PolicyOnTable set(QualifiedName table, Policy wanted) {
        return new PolicyOnTable(table, wanted.name(), Optional.of(wanted));
    }

    public static PolicyOnTable drop(QualifiedName table, String policy) {
        return new PolicyOnTable(table, policy, Optional.empty());
    }

    @Override
    public String aspect() {
        return "policy \"" + policy + "\" of " + table();
    }

    @Override
    public String title() {
        return (wanted.isPresent() ? "Set policy \"" : "Drop policy \"") + policy + "\" of " + table();
    }

    @Override
    protected List<Policy> wanted() {
        return wanted.stream().toList();
    }

    @Override
    protected boolean replaces(Policy present) {
        return present.name().equals(policy);
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        return wanted.isPresent() || present.rowSecurity().policies().stream().anyMatch(this::replaces)
                ? super.requirements(present, context)
                : List.of(Finding.error(
                        ChangeCodes.NO_POLICY,
                        table() + " has no policy \"" + policy + "\"",
                        "Leave this step out, or correct the name."));
    }

    @Override
    public Sql state(StepContext context) {
        return policies(context).of(table(), policy);
    }
}
