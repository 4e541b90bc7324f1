package dev.underpin.postgresql;

import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.dialect.KeyStatements;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** PostgreSQL's {@code ADD CONSTRAINT … USING INDEX}, and back. */
public class PostgresKeys implements KeyStatements {

    /** What {@code transformIndexConstraint} looks at beyond the model, and what only an extension knows how to bring back. */
    private static final String OBSTACLES = """
            SELECT what
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            CROSS JOIN LATERAL (
              SELECT 0 AS n, 'goes with an extension' AS what
              WHERE EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'x')
              UNION ALL
              SELECT 0, 'lets NULL be equal to NULL, which no primary key does'
              WHERE {2} AND to_jsonb(i) ->> 'indnullsnotdistinct' = 'true'
              UNION ALL
              SELECT k.n, format('has column %s in another order, collation or operator class than its type''s default', a.attname)
              FROM generate_series(1, i.indnkeyatts) k(n)
              JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.n - 1]
              JOIN pg_attribute o ON o.attrelid = c.oid AND o.attnum = k.n
              JOIN pg_opclass p ON p.oid = i.indclass[k.n - 1]
              WHERE i.indkey[k.n - 1] <> 0
                AND (NOT p.opcdefault OR i.indoption[k.n - 1] <> 0 OR o.attoptions IS NOT NULL
                     OR a.attcollation <> i.indcollation[k.n - 1])) found
            WHERE i.indrelid = to_regclass({0}) AND c.relname = {1}
            ORDER BY n""";

    private static final String STATE = """
            SELECT coalesce((
              SELECT concat_ws(' ',
                pg_get_indexdef(c.oid),
                CASE WHEN NOT (i.indisvalid AND i.indisready AND i.indislive) THEN 'unusable' END,
                CASE WHEN i.indisclustered THEN 'clustered' END,
                CASE WHEN i.indisreplident THEN 'replica identity' END,
                'tablespace ' || (SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace),
                quote_literal(obj_description(c.oid, 'pg_class')),
                (SELECT concat_ws(' ', 'constraint', quote_ident(k.conname), pg_get_constraintdef(k.oid),
                                  quote_literal(obj_description(k.oid, 'pg_constraint')))
                 FROM pg_constraint k WHERE k.conindid = c.oid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')))
              FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
              WHERE i.indrelid = to_regclass({0}) AND c.relname = {1}), '')""";

    /** A foreign key depends on the index, a view that groups by the key on the constraint. */
    private static final String REFERRING = """
            SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid) AS object
            FROM pg_constraint k
            JOIN pg_depend d ON d.refclassid = 'pg_constraint'::regclass AND d.refobjid = k.oid
                             OR d.refclassid = 'pg_class'::regclass AND d.refobjid = k.conindid
            WHERE k.conrelid = to_regclass({0}) AND k.conname = {1} AND d.deptype = 'n'
            ORDER BY 1""";

    private final Dialect dialect;

    public PostgresKeys(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql add(List<QualifiedName> tree, String index, Kind kind) {
        return exclusive(
                tree,
                dialect.sql(
                        "ALTER TABLE {0} ADD CONSTRAINT {1} {2} USING INDEX {1}",
                        tree.get(0),
                        DSL.quotedName(index),
                        DSL.keyword(kind.name().replace('_', ' '))));
    }

    @Override
    public Sql obstacles(TableIndex place, Kind kind) {
        return dialect.sql(OBSTACLES, regclass(place.table()), name(place), DSL.inline(kind == Kind.PRIMARY_KEY));
    }

    @Override
    public Sql of(TableIndex place) {
        return dialect.sql(STATE, regclass(place.table()), name(place));
    }

    @Override
    public Sql referring(QualifiedName table, String constraint) {
        return dialect.sql(REFERRING, regclass(table), DSL.inline(constraint));
    }

    @Override
    public Sql buildLike(TableIndex place, Index other) {
        CanonicalIndex like = CanonicalIndex.like(other);
        return indexes()
                .buildConcurrently(
                        place,
                        other.tablespace()
                                .map(tablespace -> like.shaped(
                                        like.shape() + " TABLESPACE " + dialect.render(DSL.quotedName(tablespace))))
                                .orElse(like));
    }

    @Override
    public List<Sql> takePlaceOf(List<QualifiedName> tree, QualifiedName index, Index other) {
        QualifiedName table = tree.get(0);
        QueryPart name = DSL.quotedName(other.name().local());
        List<Sql> statements = new ArrayList<>();
        statements.add(dialect.sql("ALTER INDEX {0} RENAME TO {1}", index, name));
        other.comment()
                .ifPresent(text ->
                        statements.add(dialect.sql("COMMENT ON INDEX {0} IS {1}", other.name(), DSL.inline(text))));
        if (other.clustered()) {
            statements.add(dialect.sql("ALTER TABLE {0} CLUSTER ON {1}", table, name));
        }
        if (other.replicaIdentity()) {
            statements.add(dialect.sql("ALTER TABLE {0} REPLICA IDENTITY USING INDEX {1}", table, name));
        }
        return statements.stream().map(statement -> exclusive(tree, statement)).toList();
    }

    private IndexStatements indexes() {
        return dialect.statements(IndexStatements.class);
    }

    private static Sql exclusive(List<QualifiedName> tables, Sql statement) {
        return statement.locking(tables.stream()
                .map(table -> Lock.on(table, LockMode.ACCESS_EXCLUSIVE))
                .toArray(Lock[]::new));
    }

    private static QueryPart name(TableIndex place) {
        return DSL.inline(place.index().local());
    }

    private QueryPart regclass(QualifiedName table) {
        return DSL.inline(dialect.render(table.jooq()));
    }
}
