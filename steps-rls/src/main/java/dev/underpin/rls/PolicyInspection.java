package dev.underpin.rls;

import dev.underpin.rls.SetPolicies.Config;
import dev.underpin.rls.SetPolicies.Memory;
import dev.underpin.rls.SetPolicies.Partitions;
import dev.underpin.rls.SetPolicies.Trial;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Principal;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Looks before the step leaps: everything that can be known about the policies without setting them. */
final class PolicyInspection {

    private final Config config;
    private final StepContext context;
    private final Catalog catalog;
    private final List<Finding> findings = new ArrayList<>();

    PolicyInspection(Config config, StepContext context) {
        this.config = config;
        this.context = context;
        this.catalog = context.catalog();
    }

    List<Finding> findings() {
        List<Finding> unfit = Requirement.all(List.of(
                        Requirements.supports(
                                Capability.ROW_LEVEL_SECURITY,
                                "hold rows back by policies",
                                "Take the step out of the plan for this server."),
                        Requirements.exists(config.table(), RelationKind.TABLE, RelationKind.PARTITIONED_TABLE)))
                .unmet(context);
        Optional<Table> table = catalog.table(config.table());
        if (table.isEmpty() || !unfit.isEmpty()) {
            return unfit;
        }
        owners();
        names();
        boolean rolesExist = roles();
        trials();
        partitions();
        if (rolesExist) {
            expressions(table.get());
        }
        return List.copyOf(findings);
    }

    private void owners() {
        Scope.tables(config, catalog)
                .forEach(table -> require(Requirements.owned(table.name().toString(), table.owner())));
    }

    private void require(Requirement requirement) {
        findings.addAll(requirement.unmet(context));
    }

    private void names() {
        config.policies().forEach(policy -> require(Requirements.fits(policy.name())));
    }

    private boolean roles() {
        int before = findings.size();
        require(Requirement.all(config.policies().stream()
                .flatMap(policy -> policy.roles().stream())
                .map(role -> Requirements.role(role.name()))
                .toList()));
        return findings.size() == before;
    }

    private void trials() {
        Principal principal = catalog.principal();
        Set<String> roles = new TreeSet<>();
        config.test().stream().map(Trial::as).forEach(identity -> roles.add(identity.role()));
        for (String role : roles) {
            if (catalog.role(role).isEmpty()) {
                require(Requirements.role(role));
            } else if (!principal.superuser() && !principal.actsAs().contains(role)) {
                findings.add(PolicyFindings.cannotBecome(principal.name(), role));
            }
        }
    }

    private void partitions() {
        if (!config.enabled()) {
            return;
        }
        catalog.tree(config.table()).stream().skip(1).forEach(partition -> {
            if (!Scope.canHavePolicies(partition)) {
                findings.add(PolicyFindings.foreignPartition(partition.name()));
            } else if (config.partitions() == Partitions.NONE
                    && !partition.rowSecurity().enabled()) {
                exposed(partition);
            }
        });
    }

    private void exposed(Table partition) {
        List<String> grantees = new Grants(partition, catalog, false)
                .held().stream().map(Grants.Held::role).distinct().toList();
        if (!grantees.isEmpty()) {
            findings.add(PolicyFindings.exposedPartition(partition.name(), grantees));
        }
    }

    private void expressions(Table table) {
        ExpressionTrial trial = new ExpressionTrial(config, table, context);
        List<Finding> refused = trial.refused();
        findings.addAll(refused);
        if (refused.isEmpty()) {
            findings.addAll(trial.misgivings());
            try {
                effects(table, Memory.of(config, context));
            } catch (RefusedException unstable) {
                findings.add(unstable.finding());
            }
        }
    }

    /** What the set as a whole comes to. */
    private void effects(Table table, Memory memory) {
        if (!config.enabled()) {
            findings.add(PolicyFindings.idle(table.name()));
            return;
        }
        findings.addAll(PolicyFindings.effects(table, memory.after().get(0).rowSecurity(), config.force(), catalog));
    }
}
