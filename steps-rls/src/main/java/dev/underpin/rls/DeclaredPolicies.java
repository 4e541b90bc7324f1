package dev.underpin.rls;

import dev.underpin.rls.SetPolicies.Config;
import dev.underpin.rls.SetPolicies.DeclaredPolicy;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.change.ChangedPolicies;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The policies of one table as a whole: unless others are to stay, those that are not declared go. */
final class DeclaredPolicies extends ChangedPolicies {

    private final Config config;
    private final Optional<Boolean> force;
    private final List<Policy> wanted;

    /**
     * @param config of which table, policies and exclusive count
     * @param force whether they are going to apply to the table's owner; empty: as before
     */
    DeclaredPolicies(Config config, Optional<Boolean> force) {
        super(config.table());
        this.config = config;
        this.force = force;
        this.wanted = config.policies().stream().map(DeclaredPolicy::worded).toList();
    }

    @Override
    public String aspect() {
        return "policies of " + table();
    }

    @Override
    public String title() {
        return "Set the policies of " + table();
    }

    @Override
    protected List<Policy> wanted() {
        return wanted;
    }

    @Override
    protected boolean replaces(Policy present) {
        return config.exclusive() || declares(present);
    }

    private boolean declares(Policy present) {
        return wanted.stream().anyMatch(policy -> policy.name().equals(present.name()));
    }

    @Override
    protected Optional<String> comment(Policy declared, Optional<Policy> replaced) {
        return declared.comment().or(() -> replaced.flatMap(Policy::comment)).filter(text -> !text.isEmpty());
    }

    /** All of them count, as permissive policies add to each other. */
    @Override
    public Sql state(StepContext context) {
        return policies(context).all(table());
    }

    @Override
    protected List<Finding> misgivings(Table present, RowSecurity after, StepContext context) {
        List<Finding> findings = new ArrayList<>();
        try {
            findings.addAll(new ExpressionTrial(config, present, context).misgivings());
        } catch (ServerRefusal refusal) {
            findings.add(PolicyFindings.refusedTable(table(), refusal));
        }
        findings.addAll(PolicyFindings.effects(present, after, force.orElse(after.forced()), context.catalog()));
        present.rowSecurity().policies().stream()
                .filter(policy -> config.exclusive() && !declares(policy))
                .forEach(policy -> findings.add(PolicyFindings.dropped(table(), policy.name())));
        return findings;
    }
}
