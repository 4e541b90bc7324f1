package dev.underpin.postgresql;

import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.IndexKey;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jooq.impl.DSL;

/** PostgreSQL's indexes: the statements that change them. What asks about them is in {@link IndexQueries}. */
public class PostgresIndexes implements IndexStatements {

    private final Dialect dialect;
    private final IndexQueries queries;

    public PostgresIndexes(Dialect dialect) {
        this.dialect = dialect;
        this.queries = new IndexQueries(dialect);
    }

    @Override
    public Sql buildConcurrently(TableIndex place, CanonicalIndex canonical) {
        return create("INDEX CONCURRENTLY {0} ON {1} USING {2}", place, canonical)
                .locking(place.table(), LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @Override
    public Sql buildUnseen(TableIndex place, CanonicalIndex canonical) {
        return create("INDEX {0} ON {1} USING {2}", place, canonical)
                .locking(Lock.unseen(place.table(), LockMode.SHARE));
    }

    @Override
    public Sql declare(TableIndex place, CanonicalIndex canonical) {
        return create("INDEX {0} ON ONLY {1} USING {2}", place, canonical).locking(place.table(), LockMode.SHARE);
    }

    private Sql create(String what, TableIndex place, CanonicalIndex canonical) {
        return Clauses.onPlanPath(dialect.sql(
                (canonical.unique() ? "CREATE UNIQUE " : "CREATE ") + what,
                DSL.quotedName(place.index().local()),
                place.table(),
                DSL.raw(canonical.shape())));
    }

    @Override
    public Sql buildOnStandIn(TableIndex place, IndexSpec spec) {
        Clauses create = new Clauses(dialect)
                .add(
                        (spec.unique() ? "CREATE UNIQUE " : "CREATE ") + "INDEX {0} ON {1} USING {2} ({3})",
                        DSL.quotedName(place.index().local()),
                        place.table(),
                        spec.method().jooq(),
                        Clauses.list(dialect, spec.keys(), this::key));
        if (!spec.include().isEmpty()) {
            create.add("INCLUDE ({0})", columns(spec.include()));
        }
        create.addIf(spec.nullsNotDistinct(), "NULLS NOT DISTINCT");
        if (!spec.with().isEmpty()) {
            create.add("WITH ({0})", Clauses.list(dialect, spec.with().entrySet(), this::option));
        }
        spec.where().ifPresent(where -> create.add("WHERE ({0})", Clauses.byPlan(where.text())));
        return create.finish();
    }

    private Sql option(Map.Entry<String, String> option) {
        return dialect.sql("{0} = {1}", DSL.quotedName(option.getKey()), DSL.inline(option.getValue()));
    }

    private Sql key(IndexKey key) {
        Clauses clauses = new Clauses(dialect);
        key.column().ifPresent(column -> clauses.add("{0}", column.jooq()));
        key.expression().ifPresent(expression -> clauses.add("({0})", Clauses.byPlan(expression.text())));
        key.collation().ifPresent(collation -> clauses.add("COLLATE {0}", Clauses.named(dialect, collation.name())));
        key.opclass().ifPresent(opclass -> clauses.add("{0}", Clauses.named(dialect, opclass)));
        key.order().ifPresent(order -> clauses.add(order == IndexKey.Order.ASC ? "ASC" : "DESC"));
        key.nulls().ifPresent(nulls -> clauses.add(nulls == IndexKey.Nulls.FIRST ? "NULLS FIRST" : "NULLS LAST"));
        return clauses.finish();
    }

    private Sql columns(List<Identifier> columns) {
        return Clauses.identifiers(
                dialect, columns.stream().map(Identifier::name).toList());
    }

    @Override
    public Sql attach(TableIndex parent, TableIndex child) {
        return dialect.sql("ALTER INDEX {0} ATTACH PARTITION {1}", parent.index(), child.index())
                .locking(parent.index(), LockMode.SHARE_UPDATE_EXCLUSIVE)
                .locking(child.index(), LockMode.ACCESS_EXCLUSIVE);
    }

    @Override
    public Sql dropConcurrently(TableIndex place) {
        return dialect.sql("DROP INDEX CONCURRENTLY {0}", place.index())
                .locking(place.table(), LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @Override
    public Sql drop(TableIndex place) {
        return dialect.sql("DROP INDEX IF EXISTS {0}", place.index()).locking(place.table(), LockMode.ACCESS_EXCLUSIVE);
    }

    @Override
    public Sql otherOwner(TableIndex place) {
        return queries.otherOwner(place);
    }

    @Override
    public Sql dropPartitioned(QualifiedName index, List<QualifiedName> tables) {
        return dialect.sql("DROP INDEX {0}", index)
                .locking(tables.stream()
                        .map(table -> Lock.on(table, LockMode.ACCESS_EXCLUSIVE))
                        .toArray(Lock[]::new));
    }

    @Override
    public Sql rename(QualifiedName index, QualifiedName to) {
        return dialect.sql("ALTER INDEX {0} RENAME TO {1}", index, DSL.quotedName(to.local()))
                .locking(index, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @Override
    public Sql analyze(QualifiedName table) {
        return Clauses.onPlanPath(dialect.sql("ANALYZE {0}", table)).locking(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @Override
    public Sql probeBuilt(TableIndex place, CanonicalIndex canonical) {
        return queries.probeBuilt(place, canonical);
    }

    @Override
    public Sql probeDropped(TableIndex place, CanonicalIndex canonical) {
        return queries.probeDropped(place, canonical);
    }

    @Override
    public Sql canonical(TableIndex place) {
        return queries.canonical(place);
    }

    @Override
    public Sql definitions(CanonicalIndex canonical, List<Definable> indexes) {
        return queries.definitions(canonical, indexes);
    }

    @Override
    public Sql blockers(List<QualifiedName> tables) {
        return queries.blockers(tables);
    }

    @Override
    public Sql width(QualifiedName table, List<String> columns) {
        return queries.width(table, columns);
    }

    @Override
    public Sql incomplete(TableIndex root) {
        return queries.incomplete(root);
    }

    @Override
    public Sql duplicates(QualifiedName table, IndexSpec spec, boolean partitioned, int limit) {
        List<Sql> terms = spec.keys().stream().map(this::compared).toList();
        List<Sql> conditions = new ArrayList<>();
        spec.where().ifPresent(where -> conditions.add(dialect.sql("({0})", Clauses.byPlan(where.text()))));
        if (!spec.nullsNotDistinct()) {
            terms.forEach(term -> conditions.add(dialect.sql("{0} IS NOT NULL", term)));
        }
        Clauses query = new Clauses(dialect)
                .add(
                        "SELECT {0}, count(*) AS rows FROM " + (partitioned ? "" : "ONLY ") + "{1}",
                        Clauses.join(dialect, ", ", terms),
                        table);
        if (!conditions.isEmpty()) {
            query.add("WHERE {0}", Clauses.join(dialect, " AND ", conditions));
        }
        return query.add("GROUP BY {0}", positions(terms.size()))
                .add("HAVING count(*) > 1 LIMIT {0}", DSL.inline(limit))
                .finish();
    }

    private Sql compared(IndexKey key) {
        Clauses clauses = new Clauses(dialect);
        key.column().ifPresent(column -> clauses.add("{0}", column.jooq()));
        key.expression().ifPresent(expression -> clauses.add("({0})", Clauses.byPlan(expression.text())));
        key.collation().ifPresent(collation -> clauses.add("COLLATE {0}", Clauses.named(dialect, collation.name())));
        return clauses.finish();
    }

    private Sql positions(int count) {
        return Clauses.list(
                dialect, IntStream.rangeClosed(1, count).boxed().toList(), n -> dialect.sql("{0}", DSL.inline(n)));
    }
}
