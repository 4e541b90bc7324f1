package dev.underpin.rls;

import dev.underpin.rls.SetPolicies.Config;
import dev.underpin.rls.SetPolicies.Partitions;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.catalog.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the row security of each table shall be. */
final class IntendedPolicies {

    private IntendedPolicies() {}

    /**
     * @param tables the root first
     */
    static List<SecuredTable> of(Config config, List<Table> tables, Canonical canonical) {
        Table root = tables.get(0);
        List<SecuredTable> intended = new ArrayList<>();
        for (Table table : tables) {
            boolean declares = table.equals(root) || config.partitions() == Partitions.COPY;
            List<Policy> wanted = declares ? canonical.in(table.name().local()) : List.of();
            intended.add(Scope.sorted(new SecuredTable(table.name(), intended(config, table.rowSecurity(), wanted))));
        }
        return intended;
    }

    private static RowSecurity intended(Config config, RowSecurity present, List<Policy> wanted) {
        Map<String, Policy> existing = new LinkedHashMap<>();
        present.policies().forEach(policy -> existing.put(policy.name(), policy));
        Map<String, Policy> result = new LinkedHashMap<>();
        if (!config.exclusive()) {
            result.putAll(existing);
        }
        wanted.forEach(policy -> result.put(policy.name(), commented(policy, existing)));
        return new RowSecurity(config.enabled(), config.force(), List.copyOf(result.values()));
    }

    private static Policy commented(Policy policy, Map<String, Policy> existing) {
        Optional<String> comment = policy.comment()
                .or(() -> Optional.ofNullable(existing.get(policy.name())).flatMap(Policy::comment))
                .filter(text -> !text.isEmpty());
        return policy.withComment(comment);
    }
}
