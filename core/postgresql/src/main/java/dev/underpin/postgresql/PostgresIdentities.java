package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.IdentityStatements;
import dev.underpin.spi.program.Named;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/** A relation is told by its oid. A function is not: pg_upgrade gives it another, and CREATE OR REPLACE keeps it. */
public class PostgresIdentities implements IdentityStatements {

    private static final String RELATION =
            "SELECT c.oid::text FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace"
                    + " WHERE n.nspname = {0} AND c.relname = {1}";

    private static final String FUNCTION =
            "SELECT md5(p.prosrc) FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace"
                    + " WHERE n.nspname = {0} AND p.proname = {1} AND p.pronargs = 0";

    private final Dialect dialect;

    public PostgresIdentities(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Named table(String handle, QualifiedName name) {
        return new Named(
                handle,
                "table " + name,
                ask(RELATION, name),
                Optional.of(dialect.sql("LOCK TABLE ONLY {0} IN ACCESS SHARE MODE", name)));
    }

    /** LOCK TABLE takes no materialized view; to read none of its rows locks it as well. */
    @Override
    public Named matview(String handle, QualifiedName name) {
        return new Named(
                handle,
                "materialized view " + name,
                ask(RELATION, name),
                Optional.of(dialect.sql("SELECT FROM {0} LIMIT 0", name)));
    }

    @Override
    public Named function(String handle, QualifiedName name) {
        return new Named(handle, "function " + name, ask(FUNCTION, name), Optional.empty());
    }

    @Override
    public Sql nameOf(String identity) {
        return dialect.sql(
                "SELECT n.nspname::text AS schema, c.relname::text AS name FROM pg_class AS c"
                        + " JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid::text = {0}",
                DSL.inline(identity));
    }

    @Override
    public Sql foreignTriggers(QualifiedName table, List<String> triggers, List<QualifiedName> functions) {
        return dialect.sql(
                """
                WITH RECURSIVE tree(oid) AS (
                SELECT c.oid FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE n.nspname = {0} AND c.relname = {1}
                UNION ALL SELECT i.inhrelid FROM tree JOIN pg_inherits AS i ON i.inhparent = tree.oid)
                SELECT t.tgrelid::regclass::text AS "table", t.tgname::text AS "trigger", t.tgfoid::regproc::text AS "calls"
                FROM tree JOIN pg_trigger AS t ON t.tgrelid = tree.oid
                WHERE t.tgname IN ({2}) AND NOT EXISTS (
                  SELECT FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
                  WHERE p.oid = t.tgfoid AND (n.nspname, p.proname) IN ({3}))
                ORDER BY 1, 2""",
                DSL.inline(table.schema()),
                DSL.inline(table.local()),
                DSL.list(triggers.stream().map(DSL::inline).toList()),
                Clauses.rows(functions));
    }

    private Sql ask(String template, QualifiedName name) {
        return dialect.sql(template, DSL.inline(name.schema()), DSL.inline(name.local()));
    }
}
