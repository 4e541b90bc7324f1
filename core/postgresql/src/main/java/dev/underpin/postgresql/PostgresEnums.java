package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.EnumStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** PostgreSQL's enumerated types. */
public class PostgresEnums implements EnumStatements {

    private final Dialect dialect;

    public PostgresEnums(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql create(QualifiedName type, List<String> values) {
        return dialect.sql(
                "CREATE TYPE {0} AS ENUM ({1})",
                type, DSL.list(values.stream().map(DSL::inline).toList()));
    }

    @Override
    public Sql drop(QualifiedName type) {
        return dialect.sql("DROP TYPE {0}", type);
    }

    @Override
    public Sql addValue(QualifiedName type, String value, Optional<String> before) {
        Clauses clauses = new Clauses(dialect).add("ALTER TYPE {0} ADD VALUE {1}", type, DSL.inline(value));
        before.ifPresent(other -> clauses.add("BEFORE {0}", DSL.inline(other)));
        return clauses.finish();
    }

    @Override
    public Sql of(QualifiedName type) {
        return dialect.sql("""
                SELECT coalesce((
                  SELECT concat_ws(' ', (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
                           'owner', pg_get_userbyid(t.typowner), (SELECT string_agg(x::text, ',' ORDER BY x::text) FROM unnest(coalesce(t.typacl, acldefault('T', t.typowner))) AS x),
                           quote_literal(obj_description(t.oid, 'pg_type')))
                  FROM pg_type t WHERE t.oid = to_regtype({0})), '')""", name(type));
    }

    @Override
    public Sql values(QualifiedName type) {
        return dialect.sql(
                "SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = to_regtype({0}) ORDER BY e.enumsortorder",
                name(type));
    }

    @Override
    public Sql count(QualifiedName type) {
        return dialect.sql("SELECT count(to_regtype({0}))", name(type));
    }

    private QueryPart name(QualifiedName type) {
        return DSL.inline(dialect.render(type.jooq()));
    }
}
