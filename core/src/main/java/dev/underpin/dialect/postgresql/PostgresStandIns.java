package dev.underpin.dialect.postgresql;

import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Sql;
import dev.underpin.spi.SqlQuery;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Column.Generation;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.StandInVocabulary;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/** PostgreSQL's temporary objects. */
final class PostgresStandIns implements StandInVocabulary {

    private final Dialect dialect;

    PostgresStandIns(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public QualifiedName name(String local) {
        return QualifiedName.of("pg_temp", local);
    }

    @Override
    public Sql table(QualifiedName standIn, List<Column> columns, Optional<Partitioning> partitioning) {
        Clauses create = new Clauses(dialect).add("CREATE TEMPORARY TABLE {0}", standIn);
        if (columns.isEmpty()) {
            create.add("()");
        } else {
            create.add("({0})", Clauses.list(dialect, columns, this::column));
        }
        partitioning.ifPresent(by -> create.add("PARTITION BY {0}", DSL.raw(by.key())));
        return create.finish();
    }

    private Sql column(Column column) {
        Clauses clauses = new Clauses(dialect).add("{0} {1}", DSL.quotedName(column.name()), DSL.raw(column.type()));
        column.collation().ifPresent(collation -> clauses.add("COLLATE {0}", DSL.raw(collation)));
        column.defaultExpression()
                .filter(expression -> column.generation() != Generation.NONE)
                .ifPresent(expression -> clauses.add(
                        column.generation() == Generation.STORED
                                ? "GENERATED ALWAYS AS ({0}) STORED"
                                : "GENERATED ALWAYS AS ({0}) VIRTUAL",
                        DSL.raw(expression)));
        return clauses.addIf(column.notNull(), "NOT NULL").finish();
    }

    @Override
    public Sql table(QualifiedName standIn, SqlQuery query) {
        return dialect.sql("CREATE TEMPORARY TABLE {0} AS {1} WITH NO DATA", standIn, Clauses.byPlan(query.text()));
    }

    @Override
    public Sql view(QualifiedName standIn, SqlQuery query) {
        return dialect.sql("CREATE TEMPORARY VIEW {0} AS {1}", standIn, Clauses.byPlan(query.text()));
    }
}
