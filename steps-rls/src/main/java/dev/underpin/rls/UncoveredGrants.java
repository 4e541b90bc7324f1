package dev.underpin.rls;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.Policy.Command;
import dev.underpin.spi.catalog.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is granted but let through by no permissive policy. */
final class UncoveredGrants {

    private final List<Policy> policies;
    private final Catalog catalog;

    UncoveredGrants(List<Policy> policies, Catalog catalog) {
        this.policies = policies;
        this.catalog = catalog;
    }

    boolean onlyRestrictive() {
        return !policies.isEmpty() && policies.stream().noneMatch(Policy::permissive);
    }

    /** For people, a role with its commands each. */
    Set<String> of(List<Grants.Held> grants) {
        Map<String, Set<Command>> deprived = new TreeMap<>();
        grants.stream()
                .filter(held -> policies.stream().noneMatch(policy -> letsThrough(policy, held)))
                .forEach(held -> deprived.computeIfAbsent(held.role(), role -> new TreeSet<>())
                        .add(held.command()));
        return deprived.entrySet().stream()
                .map(entry -> (entry.getKey().equals("public") ? "everybody" : entry.getKey()) + ": "
                        + names(entry.getValue()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String names(Set<Command> commands) {
        return commands.stream()
                .map(command -> command.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    /** A grant to everybody is used by some, so that a policy for some will do. */
    private boolean letsThrough(Policy policy, Grants.Held held) {
        return policy.permissive()
                && (policy.command() == Command.ALL || policy.command() == held.command())
                && (held.role().equals("public") || policy.roles().contains("public") || reaches(policy, held.role()));
    }

    private boolean reaches(Policy policy, String role) {
        return policy.roles().contains(role)
                || catalog.role(role).map(Role::memberOf).orElse(List.of()).stream()
                        .anyMatch(policy.roles()::contains);
    }
}
