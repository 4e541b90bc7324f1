package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.Policy.Command;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Row level security policies. */
final class PoliciesReader {

    private static final String POLICIES = """
            SELECT p.polrelid::int8 AS relation,
                   p.polname::text AS name,
                   p.polcmd::text AS command,
                   p.polpermissive AS permissive,
                   ARRAY(SELECT coalesce(r.rolname::text, 'public')
                           FROM unnest(p.polroles) AS u(role)
                           LEFT JOIN pg_roles r ON r.oid = u.role
                          ORDER BY r.rolname) AS roles,
                   pg_get_expr(p.polqual, p.polrelid) AS using_expression,
                   pg_get_expr(p.polwithcheck, p.polrelid) AS with_check,
                   e.description AS comment
              FROM pg_policy p
              LEFT JOIN pg_description e ON e.classoid = 'pg_policy'::regclass AND e.objoid = p.oid
             WHERE p.polrelid = ANY ({0}::oid[])
             ORDER BY p.polrelid, p.polname COLLATE "C"
            """;

    private record Row(
            long relation,
            String name,
            String command,
            boolean permissive,
            String[] roles,
            Optional<String> usingExpression,
            Optional<String> withCheck,
            Optional<String> comment) {}

    private final Queries queries;

    PoliciesReader(Queries queries) {
        this.queries = queries;
    }

    Map<Long, List<Policy>> read(Collection<Long> relations) {
        return queries.grouped(Row.class, Row::relation, PoliciesReader::policy, POLICIES, Queries.oids(relations));
    }

    private static Policy policy(Row row) {
        return new Policy(
                row.name(),
                command(row.command()),
                row.permissive(),
                List.of(row.roles()),
                row.usingExpression(),
                row.withCheck(),
                row.comment());
    }

    private static Command command(String letter) {
        return switch (letter) {
            case "*" -> Command.ALL;
            case "r" -> Command.SELECT;
            case "a" -> Command.INSERT;
            case "w" -> Command.UPDATE;
            case "d" -> Command.DELETE;
            default -> throw new IllegalStateException("polcmd " + letter);
        };
    }
}
