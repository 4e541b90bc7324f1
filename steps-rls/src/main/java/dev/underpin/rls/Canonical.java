package dev.underpin.rls;

import dev.underpin.rls.SetPolicies.Config;
import dev.underpin.rls.SetPolicies.DeclaredPolicy;
import dev.underpin.rls.SetPolicies.Partitions;
import dev.underpin.spi.Identifier;
import dev.underpin.spi.Sql;
import dev.underpin.spi.SqlText;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.PolicyVocabulary;
import dev.underpin.spi.dialect.PolicyVocabulary.Sketched;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The policies that a table shall have, in the server's own spelling, and in terms of each table that shall have them:
 * an expression may call its table by name, and a partition has another name.
 */
final class Canonical {

    private final List<Policy> drafts;
    private final List<Sketched> sketched;

    private Canonical(List<Policy> drafts, List<Sketched> sketched) {
        this.drafts = drafts;
        this.sketched = sketched;
    }

    /**
     * @param tables the root first
     * @throws dev.underpin.spi.ServerRefusal if the server does not accept an expression
     */
    static Canonical of(Config config, List<Table> tables, StepContext context) {
        List<Policy> drafts = drafts(config, tables.get(0));
        return new Canonical(drafts, drafts.isEmpty() ? List.of() : sketch(config, tables, drafts, context));
    }

    private static List<Sketched> sketch(Config config, List<Table> tables, List<Policy> drafts, StepContext context) {
        List<String> copies = config.partitions() == Partitions.COPY
                ? tables.stream().skip(1).map(table -> table.name().local()).toList()
                : List.of();
        PolicyVocabulary vocabulary = context.dialect().policies();
        Table root = tables.get(0);
        List<Sql> setup = vocabulary.sketch(root, drafts, copies);
        return context.imagine(
                "policies:" + root.name(),
                setup,
                vocabulary.sketched(root.name().local()),
                Sketched.class);
    }

    /** The declared ones and, if they are kept and copied, the others. */
    private static List<Policy> drafts(Config config, Table root) {
        Set<String> declared = new HashSet<>();
        config.policies().forEach(policy -> declared.add(policy.name()));
        Stream<Policy> kept = config.exclusive() || config.partitions() != Partitions.COPY
                ? Stream.empty()
                : root.rowSecurity().policies().stream().filter(policy -> !declared.contains(policy.name()));
        return Stream.concat(config.policies().stream().map(Canonical::draft), kept)
                .toList();
    }

    /** In the author's words. */
    static Policy draft(DeclaredPolicy policy) {
        return new Policy(
                policy.name(),
                policy.command(),
                policy.permissive(),
                policy.roles().stream()
                        .map(Identifier::name)
                        .sorted()
                        .distinct()
                        .toList(),
                policy.using().map(SqlText::text),
                policy.withCheck().map(SqlText::text),
                policy.comment());
    }

    /** All of them in terms of that table, the root or a partition. */
    List<Policy> in(String table) {
        return drafts.stream().map(draft -> spelled(draft, table)).toList();
    }

    private Policy spelled(Policy draft, String table) {
        Sketched found = sketched.stream()
                .filter(row -> row.table().equals(table) && row.policy().equals(draft.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no sketch of " + draft.name() + " for " + table));
        return draft.withExpressions(present(found.using()), present(found.withCheck()));
    }

    private static Optional<String> present(String expression) {
        return Optional.of(expression).filter(text -> !text.isEmpty());
    }
}
