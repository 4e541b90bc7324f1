package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.FunctionStatements;
import dev.underpin.spi.program.Sql;
import org.jooq.impl.DSL;

/** PostgreSQL's functions and procedures. */
public class PostgresFunctions implements FunctionStatements {

    private final Dialect dialect;

    public PostgresFunctions(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql replace(String definition) {
        return Clauses.byPlan(definition);
    }

    @Override
    public Sql restore(String definition) {
        return dialect.sql("{0}", DSL.raw(definition));
    }

    @Override
    public Sql drop(String signature, boolean procedure) {
        return dialect.sql("DROP {0} {1}", DSL.keyword(procedure ? "PROCEDURE" : "FUNCTION"), DSL.raw(signature));
    }

    @Override
    public Sql of(String signature) {
        return dialect.sql("""
                SELECT coalesce((
                  SELECT concat_ws(' ', pg_get_functiondef(p.oid), 'owner', pg_get_userbyid(p.proowner), (SELECT string_agg(x::text, ',' ORDER BY x::text) FROM unnest(coalesce(p.proacl, acldefault('f', p.proowner))) AS x),
                           quote_literal(obj_description(p.oid, 'pg_proc')))
                  FROM pg_proc p WHERE p.oid = to_regprocedure({0})), '')""", DSL.inline(signature));
    }

    @Override
    public Sql withoutBodies() {
        return dialect.sql("SET LOCAL check_function_bodies = off");
    }

    @Override
    public Sql read(String signature) {
        return dialect.sql(
                "SELECT pg_get_functiondef(p.oid), pg_get_userbyid(p.proowner)::text, p.prokind = 'p' FROM pg_proc p WHERE p.oid = to_regprocedure({0})",
                DSL.inline(signature));
    }

    @Override
    public Sql written(String signature) {
        return dialect.sql(
                "SELECT count(*) FROM pg_proc p WHERE p.oid = to_regprocedure({0}) AND p.xmin = pg_current_xact_id()::xid",
                DSL.inline(signature));
    }
}
