package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.dialect.PolicyStatements.Reading;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The words for expressions that the server does not read the same way as it prints them: a policy must come back to the
 * letter, and so must be made with words that lead to the very same print.
 */
public final class PolicyWordings {

    private final StepContext context;
    private final Function<Table, ScratchPolicies> scratch;
    private final Set<String> settled = new HashSet<>();
    private final SortedMap<String, String> words = new TreeMap<>();

    private PolicyWordings(StepContext context, Function<Table, ScratchPolicies> scratch) {
        this.context = context;
        this.scratch = scratch;
    }

    /**
     * For each expression that is to be made or may have to be made again and whose own print will not do.
     *
     * @param before and {@code after} one for each of the tables
     * @param scratch where a table's policies are tried
     * @throws RefusedException if no words for one of them are known
     */
    public static SortedMap<String, String> of(
            List<Table> tables,
            List<SecuredTable> before,
            List<SecuredTable> after,
            StepContext context,
            Function<Table, ScratchPolicies> scratch) {
        PolicyWordings wordings = new PolicyWordings(context, scratch);
        for (int i = 0; i < tables.size(); i++) {
            wordings.settle(tables.get(i), changing(before.get(i), after.get(i)));
            wordings.settle(tables.get(i), changing(after.get(i), before.get(i)));
        }
        return Collections.unmodifiableSortedMap(wordings.words);
    }

    /** Policies of one side that are not the same on the other, their comments aside. */
    private static List<Policy> changing(SecuredTable side, SecuredTable other) {
        Set<Policy> unchanged = new HashSet<>();
        other.rowSecurity().policies().forEach(policy -> unchanged.add(policy.withComment(Optional.empty())));
        return side.rowSecurity().policies().stream()
                .filter(policy -> !unchanged.contains(policy.withComment(Optional.empty())))
                .toList();
    }

    private void settle(Table table, List<Policy> policies) {
        List<Policy> open = policies.stream()
                .filter(policy -> expressions(policy).anyMatch(expression -> !settled.contains(expression)))
                .toList();
        if (open.isEmpty()) {
            return;
        }
        List<Reading> readings = scratch.apply(table).spelled(open).readings("reread:" + table.name());
        for (Policy policy : open) {
            Reading reading = readings.stream()
                    .filter(row -> row.policy().equals(policy.name()))
                    .findFirst()
                    .orElseThrow();
            policy.using().ifPresent(expression -> settle(table, policy, expression, reading.using()));
            policy.withCheck().ifPresent(expression -> settle(table, policy, expression, reading.withCheck()));
        }
    }

    private static Stream<String> expressions(Policy policy) {
        return Stream.concat(policy.using().stream(), policy.withCheck().stream());
    }

    private void settle(Table table, Policy policy, String expression, String read) {
        if (settled.add(expression) && !expression.equals(read)) {
            words.put(
                    expression,
                    reworded(table, expression)
                            .orElseThrow(() ->
                                    new RefusedException(unstable(policy.name(), table.name(), expression, read))));
        }
    }

    private Optional<String> reworded(Table table, String expression) {
        return context.dialect()
                .statements(PolicyStatements.class)
                .reworded(expression)
                .filter(words -> leadsTo(expression, table, words));
    }

    private boolean leadsTo(String expression, Table table, String candidate) {
        Policy trial = new Policy(
                "trial",
                Policy.Command.ALL,
                true,
                List.of("public"),
                Optional.of(candidate),
                Optional.empty(),
                Optional.empty());
        try {
            return scratch.apply(table).spelled(List.of(trial)).readings("reworded:" + expression).stream()
                    .allMatch(reading -> reading.using().equals(expression));
        } catch (ServerRefusal refusal) {
            return false;
        }
    }

    private static Finding unstable(String policy, QualifiedName table, String expression, String read) {
        return Finding.error(
                ChangeCodes.POLICY_UNSTABLE,
                "policy \"" + policy + "\" of " + table + " cannot be made to the letter, for the server prints "
                        + expression + ", and reads that as " + read,
                "Word the expression as " + read
                        + ", in the plan or, if it is a policy that is there now, with ALTER POLICY;"
                        + " it means the same.");
    }
}
