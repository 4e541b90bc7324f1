package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.Dependent.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;

/** Which objects use given relations (themselves or their row types) and functions directly. */
final class DependencyQuery {

    private static final String EDGES = """
            WITH source AS (
                SELECT 'pg_class'::regclass::oid AS class, c.oid AS object, c.oid AS used
                  FROM pg_class c WHERE c.oid = ANY ({0}::oid[])
                 UNION ALL
                SELECT 'pg_type'::regclass, c.reltype, c.oid
                  FROM pg_class c WHERE c.oid = ANY ({0}::oid[]) AND c.reltype <> 0
                 UNION ALL
                SELECT 'pg_type'::regclass, t.typarray, c.oid
                  FROM pg_class c JOIN pg_type t ON t.oid = c.reltype
                 WHERE c.oid = ANY ({0}::oid[]) AND t.typarray <> 0
                 UNION ALL
                SELECT 'pg_proc'::regclass, p.oid, p.oid
                  FROM pg_proc p WHERE p.oid = ANY ({1}::oid[])),
            edge AS (
                SELECT DISTINCT s.used, s.class AS via, d.classid AS class, d.objid AS object,
                       CASE WHEN d.classid = 'pg_class'::regclass THEN d.objsubid ELSE 0 END AS number
                  FROM source s
                  JOIN pg_depend d ON d.refclassid = s.class AND d.refobjid = s.object AND d.deptype IN ('n', 'a'))
            SELECT e.via = 'pg_proc'::regclass AS used_function, e.used::int8 AS used, o.kind, e.class::int8 AS catalog,
                   o.object::int8 AS object, e.number,
                   o.carrier::int8 AS carrier, o.detail, coalesce(o.definition, '') AS definition,
                   coalesce(n.nspname::text, '') AS schema, coalesce(o.name::text, '') AS name
              FROM edge e
             CROSS JOIN LATERAL (
            """;

    private static final String VIEWS_AND_RULES = """
            SELECT CASE WHEN r.rulename <> '_RETURN' THEN 'RULE'
                        WHEN c.relkind = 'm' THEN 'MATERIALIZED_VIEW' ELSE 'VIEW' END AS kind,
                   CASE WHEN r.rulename <> '_RETURN' THEN r.oid ELSE c.oid END AS object,
                   c.oid AS carrier,
                   CASE WHEN r.rulename <> '_RETURN' THEN r.rulename ELSE c.relname END::text AS detail,
                   CASE WHEN r.rulename <> '_RETURN' THEN pg_get_ruledef(r.oid) ELSE pg_get_viewdef(c.oid) END AS definition,
                   c.relnamespace AS namespace, c.relname AS name
              FROM pg_rewrite r
              JOIN pg_class c ON c.oid = r.ev_class
             WHERE e.class = 'pg_rewrite'::regclass AND r.oid = e.object AND c.oid <> e.used
            """;

    /** Foreign keys that refer to the relation; other constraints only where they call a function. */
    private static final String CONSTRAINTS = """
            SELECT CASE WHEN k.contype = 'f' THEN 'INCOMING_FOREIGN_KEY' ELSE 'OTHER' END,
                   k.oid, k.conrelid, k.conname::text, pg_get_constraintdef(k.oid),
                   coalesce(c.relnamespace, t.typnamespace), coalesce(c.relname, t.typname)
              FROM pg_constraint k
              LEFT JOIN pg_class c ON c.oid = k.conrelid
              LEFT JOIN pg_type t ON t.oid = k.contypid
             WHERE e.class = 'pg_constraint'::regclass AND k.oid = e.object
               AND k.conrelid <> e.used AND k.conparentid = 0
            """;

    private static final String FUNCTIONS = """
            SELECT CASE WHEN e.via = 'pg_type'::regclass THEN 'ROW_TYPE' ELSE 'FUNCTION_BODY' END,
                   p.oid, 0, p.oid::regprocedure::text,
                   CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
                   p.pronamespace, p.proname
              FROM pg_proc p
             WHERE e.class = 'pg_proc'::regclass AND p.oid = e.object AND p.oid <> e.used
            """;

    private static final String POLICIES = """
            SELECT 'POLICY', p.oid, c.oid, p.polname::text, NULL, c.relnamespace, c.relname
              FROM pg_policy p
              JOIN pg_class c ON c.oid = p.polrelid
             WHERE e.class = 'pg_policy'::regclass AND p.oid = e.object AND c.oid <> e.used
            """;

    private static final String TRIGGERS = """
            SELECT 'TRIGGER', t.oid, c.oid, t.tgname::text, pg_get_triggerdef(t.oid), c.relnamespace, c.relname
              FROM pg_trigger t
              JOIN pg_class c ON c.oid = t.tgrelid
             WHERE e.class = 'pg_trigger'::regclass AND t.oid = e.object AND c.oid <> e.used AND NOT t.tgisinternal
            """;

    private static final String DEFAULTS = """
            SELECT 'OTHER', d.oid, c.oid, 'default of column ' || a.attname, pg_get_expr(d.adbin, d.adrelid),
                   c.relnamespace, c.relname
              FROM pg_attrdef d
              JOIN pg_class c ON c.oid = d.adrelid
              JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
             WHERE e.class = 'pg_attrdef'::regclass AND d.oid = e.object AND c.oid <> e.used
            """;

    /** Columns of the relation's row type, heirs, and indexes that call a function. Not what the relation itself owns. */
    private static final String COLUMNS_AND_RELATIONS = """
            SELECT CASE WHEN e.number > 0 THEN 'ROW_TYPE' ELSE 'OTHER' END,
                   c.oid, c.oid, coalesce(a.attname::text, pg_describe_object(e.class, e.object, 0)), NULL,
                   c.relnamespace, c.relname
              FROM pg_class c
              LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = e.number AND e.number > 0
             WHERE e.class = 'pg_class'::regclass AND c.oid = e.object
               AND (e.via <> 'pg_class'::regclass
                    OR EXISTS (SELECT FROM pg_inherits i
                                WHERE i.inhrelid = c.oid AND i.inhparent = e.used AND NOT c.relispartition
                                  AND c.relkind IN ('r', 'f')))
            """;

    private static final String TYPES = """
            SELECT CASE WHEN e.via = 'pg_type'::regclass THEN 'ROW_TYPE' ELSE 'OTHER' END,
                   t.oid, 0, t.typname::text, NULL, t.typnamespace, t.typname
              FROM pg_type t
             WHERE e.class = 'pg_type'::regclass AND t.oid = e.object
            """;

    /** Whatever else there is: casts, operators, event triggers, … Extended statistics and publications of its own aside. */
    private static final String OTHERS = """
            SELECT 'OTHER', e.object, 0, pg_describe_object(e.class, e.object, 0), NULL, NULL::oid, NULL::name
             WHERE e.class NOT IN ('pg_rewrite'::regclass, 'pg_constraint'::regclass, 'pg_proc'::regclass,
                                   'pg_policy'::regclass, 'pg_trigger'::regclass, 'pg_attrdef'::regclass,
                                   'pg_class'::regclass, 'pg_type'::regclass)
               AND (e.via <> 'pg_class'::regclass
                    OR e.class NOT IN ('pg_statistic_ext'::regclass, 'pg_publication_rel'::regclass))
            """;

    private static final String SUBSCRIPTIONS = """
            ) AS o
              LEFT JOIN pg_namespace n ON n.oid = o.namespace
             UNION ALL
            SELECT false, r.srrelid::int8, 'OTHER', 'pg_subscription'::regclass::int8, s.oid::int8, 0,
                   0, 'subscription ' || s.subname, '', '', ''
              FROM pg_subscription_rel r
              JOIN pg_subscription s ON s.oid = r.srsubid
             WHERE r.srrelid = ANY ({0}::oid[])
            """;

    private static final String SQL = EDGES
            + String.join(
                    " UNION ALL ",
                    VIEWS_AND_RULES,
                    CONSTRAINTS,
                    FUNCTIONS,
                    POLICIES,
                    TRIGGERS,
                    DEFAULTS,
                    COLUMNS_AND_RELATIONS,
                    TYPES,
                    OTHERS)
            + SUBSCRIPTIONS;

    /**
     * That one object uses another.
     *
     * @param usedFunction whether it uses a function, not a relation
     * @param used the function's or relation's oid
     * @param carrier the oid of the relation that carries the object, or 0
     * @param schema empty with {@code name}: the object has no place in a schema
     */
    record Edge(
            boolean usedFunction,
            long used,
            Kind kind,
            long catalog,
            long object,
            int number,
            long carrier,
            String detail,
            String definition,
            String schema,
            String name) {

        /** Names the using object. */
        Node node() {
            return new Node(kind, catalog, object, number);
        }

        /** What it uses. */
        Usable uses() {
            return new Usable(usedFunction, used);
        }

        /** What it is to others that may use it in turn: views and functions, aggregates aside. */
        Optional<Usable> usable() {
            return switch (kind) {
                case VIEW, MATERIALIZED_VIEW -> Optional.of(new Usable(false, object));
                case FUNCTION_BODY, ROW_TYPE ->
                    definition.isEmpty() ? Optional.empty() : Optional.of(new Usable(true, object));
                default -> Optional.empty();
            };
        }
    }

    /** A relation or function by identity. */
    record Usable(boolean function, long oid) {}

    /** An object by identity, and in which way it depends. */
    record Node(Kind kind, long catalog, long object, int number) {}

    private final Queries queries;

    DependencyQuery(Queries queries) {
        this.queries = queries;
    }

    List<Edge> usersOf(Collection<Usable> objects) {
        return queries.rows(Edge.class, SQL, oids(objects, false), oids(objects, true));
    }

    private static Field<Long[]> oids(Collection<Usable> objects, boolean functions) {
        return Queries.oids(objects.stream()
                .filter(object -> object.function() == functions)
                .map(Usable::oid)
                .toList());
    }
}
