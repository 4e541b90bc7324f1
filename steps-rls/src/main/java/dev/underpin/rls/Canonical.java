package dev.underpin.rls;

import dev.underpin.rls.SetPolicies.Config;
import dev.underpin.rls.SetPolicies.DeclaredPolicy;
import dev.underpin.rls.SetPolicies.Partitions;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.change.ScratchPolicies;
import dev.underpin.spi.dialect.PolicyStatements.Reading;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policies that a table shall have, in the server's own spelling, and in terms of each table that shall have them:
 * an expression may call its table by name, and a partition has another name.
 */
final class Canonical {

    private final List<Policy> policies;
    private final List<Reading> readings;

    private Canonical(List<Policy> policies, List<Reading> readings) {
        this.policies = policies;
        this.readings = readings;
    }

    /**
     * @param tables the root first
     * @throws dev.underpin.spi.finding.ServerRefusal if the server does not accept an expression
     */
    static Canonical of(Config config, List<Table> tables, StepContext context) {
        Table root = tables.get(0);
        List<Policy> declared =
                config.policies().stream().map(DeclaredPolicy::worded).toList();
        List<Policy> kept = kept(config, root);
        List<String> copies = config.partitions() == Partitions.COPY
                ? tables.stream().skip(1).map(table -> table.name().local()).toList()
                : List.of();
        List<Policy> all = Stream.concat(declared.stream(), kept.stream()).toList();
        return new Canonical(
                all,
                all.isEmpty()
                        ? List.of()
                        : new ScratchPolicies(root, context)
                                .worded(declared)
                                .spelled(kept)
                                .also(root, copies)
                                .readings("canonical"));
    }

    /** Those not declared that partitions are to have too. */
    private static List<Policy> kept(Config config, Table root) {
        Set<String> declared =
                config.policies().stream().map(DeclaredPolicy::name).collect(Collectors.toSet());
        return config.exclusive() || config.partitions() != Partitions.COPY
                ? List.of()
                : root.rowSecurity().policies().stream()
                        .filter(policy -> !declared.contains(policy.name()))
                        .toList();
    }

    /** All of them in terms of that table, the root or a partition. */
    List<Policy> in(String table) {
        return policies.stream().map(policy -> spelled(policy, table)).toList();
    }

    private Policy spelled(Policy policy, String table) {
        Reading reading = readings.stream()
                .filter(row -> row.table().equals(table) && row.policy().equals(policy.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing read of " + policy.name() + " for " + table));
        return policy.withExpressions(present(reading.using()), present(reading.withCheck()));
    }

    private static Optional<String> present(String expression) {
        return Optional.of(expression).filter(text -> !text.isEmpty());
    }
}
