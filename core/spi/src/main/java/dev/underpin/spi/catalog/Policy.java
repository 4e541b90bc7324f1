package dev.underpin.spi.catalog;

import java.util.List;
import java.util.Optional;

/**
 * A row level security policy, its expressions canonical (as {@code pg_get_expr} gives them under an empty search path).
 *
 * @param roles sorted; {@code public} alone for everybody
 */
public record Policy(
        String name,
        Command command,
        boolean permissive,
        List<String> roles,
        Optional<String> using,
        Optional<String> withCheck,
        Optional<String> comment) {

    public enum Command {
        ALL,
        SELECT,
        INSERT,
        UPDATE,
        DELETE
    }

    public Policy {
        roles = List.copyOf(roles);
    }

    /** The same policy with other expressions. */
    public Policy withExpressions(Optional<String> otherUsing, Optional<String> otherWithCheck) {
        return new Policy(name, command, permissive, roles, otherUsing, otherWithCheck, comment);
    }

    /** The same policy with another comment. */
    public Policy withComment(Optional<String> other) {
        return new Policy(name, command, permissive, roles, using, withCheck, other);
    }
}
