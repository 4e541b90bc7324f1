package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.Rule;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rewrite rules other than those that make a view. */
final class RulesReader {

    private static final String RULES = """
            SELECT r.ev_class::int8 AS relation,
                   r.rulename::text AS name,
                   pg_get_ruledef(r.oid) AS definition,
                   r.ev_enabled::text AS enabled,
                   e.description AS comment
              FROM pg_rewrite r
              LEFT JOIN pg_description e ON e.classoid = 'pg_rewrite'::regclass AND e.objoid = r.oid
             WHERE r.ev_class = ANY ({0}::oid[]) AND r.rulename <> '_RETURN'
             ORDER BY r.ev_class, r.rulename COLLATE "C"
            """;

    private record Row(long relation, String name, String definition, String enabled, Optional<String> comment) {}

    private final Queries queries;

    RulesReader(Queries queries) {
        this.queries = queries;
    }

    Map<Long, List<Rule>> read(Collection<Long> relations) {
        return queries.grouped(
                Row.class,
                Row::relation,
                row -> new Rule(row.name(), row.definition(), row.enabled(), row.comment()),
                RULES,
                Queries.oids(relations));
    }
}
