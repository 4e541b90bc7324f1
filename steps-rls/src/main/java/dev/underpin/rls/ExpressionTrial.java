package dev.underpin.rls;

import dev.underpin.rls.SetPolicies.Config;
import dev.underpin.rls.SetPolicies.DeclaredPolicy;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.change.ScratchPolicies;
import dev.underpin.spi.dialect.PolicyStatements.Applicant;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Has the server read the declared expressions, on a stand-in of the table. */
final class ExpressionTrial {

    private final Config config;
    private final Table table;
    private final StepContext context;

    ExpressionTrial(Config config, Table table, StepContext context) {
        this.config = config;
        this.table = table;
        this.context = context;
    }

    /** What the server does not accept; all of it at once. */
    List<Finding> refused() {
        try {
            return sketch(config.policies()).misread("declared");
        } catch (ServerRefusal refusal) {
            return oneByOne(refusal);
        }
    }

    private List<Finding> oneByOne(ServerRefusal refusalOfAll) {
        List<Finding> findings = new ArrayList<>();
        for (DeclaredPolicy policy : config.policies()) {
            try {
                sketch(List.of(policy)).readings("only:" + policy.name());
            } catch (ServerRefusal refusal) {
                findings.add(ScratchPolicies.refused(policy.name(), refusal));
            }
        }
        return findings.isEmpty() || !standInWorks()
                ? List.of(PolicyFindings.refusedTable(table.name(), refusalOfAll))
                : findings;
    }

    private boolean standInWorks() {
        try {
            sketch(List.of()).readings("none");
            return true;
        } catch (ServerRefusal refusal) {
            return false;
        }
    }

    private ScratchPolicies sketch(List<DeclaredPolicy> policies) {
        return new ScratchPolicies(table, context)
                .worded(policies.stream().map(DeclaredPolicy::worded).toList());
    }

    /** What the server accepts, but will fail when somebody uses it. */
    List<Finding> misgivings() {
        ScratchPolicies sketch = sketch(config.policies());
        Stream<Finding> selfish = sketch.sources().stream()
                .filter(source -> source.schema().equals(table.name().schema())
                        && source.relation().equals(table.name().local()))
                .map(source -> PolicyFindings.readsItself(source.policy(), table.name()));
        List<Applicant> applicants =
                config.policies().stream().flatMap(this::applicants).toList();
        return Stream.concat(selfish, sketch.lacks(applicants).stream().map(PolicyFindings::lacks))
                .toList();
    }

    /** A policy for everybody concerns those who have a grant. */
    private Stream<Applicant> applicants(DeclaredPolicy policy) {
        Stream<String> roles = policy.roles().contains(SetPolicies.EVERYBODY)
                ? new Grants(table, context.catalog(), config.force())
                        .held().stream().map(Grants.Held::role)
                : policy.roles().stream().map(Identifier::name);
        return roles.distinct().map(role -> new Applicant(policy.name(), role));
    }
}
