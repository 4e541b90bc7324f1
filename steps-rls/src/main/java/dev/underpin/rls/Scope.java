package dev.underpin.rls;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.catalog.Table;
import java.util.Comparator;
import java.util.List;

/** Which tables a configuration is about. */
final class Scope {

    private Scope() {}

    /** The table and, unless they stay as they are, its partitions, parents first; none if there is no such table. */
    static List<Table> tables(SetPolicies.Config config, Catalog catalog) {
        return config.partitions() == SetPolicies.Partitions.NONE
                ? catalog.table(config.table()).stream().toList()
                : catalog.tree(config.table()).stream()
                        .filter(Scope::canHavePolicies)
                        .toList();
    }

    static boolean canHavePolicies(Table table) {
        return table.kind() != RelationKind.FOREIGN_TABLE;
    }

    /** In one order, so that equal sets are equal lists. */
    static SecuredTable sorted(SecuredTable table) {
        RowSecurity security = table.rowSecurity();
        return new SecuredTable(
                table.name(),
                new RowSecurity(
                        security.enabled(),
                        security.forced(),
                        security.policies().stream()
                                .map(Scope::withSortedRoles)
                                .sorted(Comparator.comparing(Policy::name))
                                .toList()));
    }

    private static Policy withSortedRoles(Policy policy) {
        return new Policy(
                policy.name(),
                policy.command(),
                policy.permissive(),
                policy.roles().stream().sorted().distinct().toList(),
                policy.using(),
                policy.withCheck(),
                policy.comment());
    }
}
