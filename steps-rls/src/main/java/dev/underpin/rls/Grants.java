package dev.underpin.rls;

import dev.underpin.spi.catalog.Acl;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Policy.Command;
import dev.underpin.spi.catalog.Role;
import dev.underpin.spi.catalog.Table;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may run which command on a table and is subject to its policies. */
final class Grants {

    private static final Set<String> COMMANDS = EnumSet.complementOf(EnumSet.of(Command.ALL)).stream()
            .map(Command::name)
            .collect(Collectors.toUnmodifiableSet());

    private final Table table;
    private final Catalog catalog;
    private final boolean ownerToo;

    /**
     * @param role {@code public} for everybody
     */
    record Held(String role, Command command) {}

    Grants(Table table, Catalog catalog, boolean ownerToo) {
        this.table = table;
        this.catalog = catalog;
        this.ownerToo = ownerToo;
    }

    List<Held> held() {
        Stream<Acl.Grant> columns = table.columns().stream().flatMap(column -> column.acl().grants().stream());
        return Stream.concat(table.acl().grants().stream(), columns)
                .filter(grant -> COMMANDS.contains(grant.privilege()))
                .filter(grant -> subject(grant.grantee()))
                .map(grant -> new Held(grant.grantee(), Command.valueOf(grant.privilege())))
                .distinct()
                .toList();
    }

    private boolean subject(String grantee) {
        if (grantee.equals(table.owner())) {
            return ownerToo;
        }
        return !catalog.role(grantee).map(Role::seesAllRows).orElse(false);
    }
}
