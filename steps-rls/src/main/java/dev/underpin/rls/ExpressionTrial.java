package dev.underpin.rls;

import dev.underpin.rls.SetPolicies.Config;
import dev.underpin.rls.SetPolicies.DeclaredPolicy;
import dev.underpin.spi.Finding;
import dev.underpin.spi.Identifier;
import dev.underpin.spi.ServerRefusal;
import dev.underpin.spi.Sql;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.PolicyVocabulary;
import dev.underpin.spi.dialect.PolicyVocabulary.Applicant;
import dev.underpin.spi.dialect.PolicyVocabulary.Lacking;
import dev.underpin.spi.dialect.PolicyVocabulary.Reading;
import dev.underpin.spi.dialect.PolicyVocabulary.Sketched;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Has the server read the declared expressions, on a stand-in of the table. */
final class ExpressionTrial {

    private final Config config;
    private final Table table;
    private final StepContext context;
    private final PolicyVocabulary vocabulary;

    ExpressionTrial(Config config, Table table, StepContext context) {
        this.config = config;
        this.table = table;
        this.context = context;
        this.vocabulary = context.dialect().policies();
    }

    /** What the server does not accept; all of it at once. */
    List<Finding> refused() {
        try {
            return misread(sketch("all", config.policies()), config.policies());
        } catch (ServerRefusal refusal) {
            return oneByOne(refusal);
        }
    }

    private List<Finding> oneByOne(ServerRefusal refusalOfAll) {
        List<Finding> findings = new ArrayList<>();
        for (DeclaredPolicy policy : config.policies()) {
            try {
                sketch("only:" + policy.name(), List.of(policy));
            } catch (ServerRefusal refusal) {
                findings.add(PolicyFindings.refused(policy.name(), refusal));
            }
        }
        boolean common = findings.isEmpty() || !standInWorks();
        return common ? List.of(PolicyFindings.refusedTable(table.name(), refusalOfAll)) : findings;
    }

    private boolean standInWorks() {
        try {
            sketch("none", List.of());
            return true;
        } catch (ServerRefusal refusal) {
            return false;
        }
    }

    private List<Sketched> sketch(String id, List<DeclaredPolicy> policies) {
        return context.imagine(
                "policies:" + id,
                setup(policies),
                vocabulary.sketched(table.name().local()),
                Sketched.class);
    }

    private List<Sql> setup(List<DeclaredPolicy> policies) {
        List<Policy> drafts = policies.stream().map(Canonical::draft).toList();
        return vocabulary.sketch(table, drafts, List.of());
    }

    private static List<Finding> misread(List<Sketched> sketched, List<DeclaredPolicy> policies) {
        return policies.stream()
                .filter(policy -> sketched.stream().noneMatch(read -> agrees(read, policy)))
                .map(policy -> PolicyFindings.misread(policy.name()))
                .toList();
    }

    private static boolean agrees(Sketched read, DeclaredPolicy policy) {
        return read.policy().equals(policy.name())
                && read.using().isEmpty() == policy.using().isEmpty()
                && read.withCheck().isEmpty() == policy.withCheck().isEmpty();
    }

    /** What the server accepts, but will fail when somebody uses it. */
    List<Finding> misgivings() {
        if (config.policies().isEmpty()) {
            return List.of();
        }
        List<Sql> setup = setup(config.policies());
        Stream<Finding> selfish =
                context
                        .imagine(
                                "policies:reads",
                                setup,
                                vocabulary.sketchReads(table.name().local()),
                                Reading.class)
                        .stream()
                        .filter(read -> read.schema().equals(table.name().schema())
                                && read.relation().equals(table.name().local()))
                        .map(read -> PolicyFindings.readsItself(read.policy(), table.name()));
        return Stream.concat(selfish, lacks(setup)).toList();
    }

    private Stream<Finding> lacks(List<Sql> setup) {
        List<Applicant> applicants =
                config.policies().stream().flatMap(this::applicants).toList();
        return applicants.isEmpty()
                ? Stream.empty()
                : context
                        .imagine(
                                "policies:rights",
                                setup,
                                vocabulary.sketchLacks(table.name().local(), applicants),
                                Lacking.class)
                        .stream()
                        .map(PolicyFindings::lacks);
    }

    /** A policy for everybody concerns those who have a grant. */
    private Stream<Applicant> applicants(DeclaredPolicy policy) {
        Stream<String> roles = policy.roles().contains(new Identifier("public"))
                ? new Grants(table, context.catalog(), config.force())
                        .held().stream().map(Grants.Held::role)
                : policy.roles().stream().map(Identifier::name);
        return roles.distinct().map(role -> new Applicant(policy.name(), role));
    }
}
