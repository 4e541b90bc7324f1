package dev.underpin.dialect.postgresql;

import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Sql;
import dev.underpin.spi.SqlQuery;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Column.Generation;
import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.StandInVocabulary;
import java.util.List;
import java.util.Optional;
import org.jooq.Name;
import org.jooq.impl.DSL;

/** PostgreSQL's temporary objects. */
final class PostgresStandIns implements StandInVocabulary {

    /** Of a table, 64 MiB. */
    private static final long MOST_PAGES = 8192;

    /** Pages are chosen by chance, and rows estimated. */
    private static final double SPARE = 1.1;

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
    public Sql partition(
            QualifiedName standIn, QualifiedName parent, String bound, Optional<Partitioning> partitioning) {
        Clauses create = new Clauses(dialect)
                .add("CREATE TEMPORARY TABLE {0} PARTITION OF {1} {2}", standIn, parent, DSL.raw(bound));
        partitioning.ifPresent(by -> create.add("PARTITION BY {0}", DSL.raw(by.key())));
        return create.finish();
    }

    @Override
    public Sql index(QualifiedName standIn, Index model) {
        return dialect.sql(
                "CREATE {0} ON {1} USING {2}",
                DSL.keyword(model.unique() ? "UNIQUE INDEX" : "INDEX"), standIn, DSL.raw(model.shape()));
    }

    @Override
    public Sql sample(QualifiedName standIn, Table table, Extent extent, long most) {
        List<Name> columns = table.columns().stream()
                .filter(column -> column.generation() == Generation.NONE)
                .map(column -> DSL.quotedName(column.name()))
                .toList();
        return dialect.sql(
                "INSERT INTO {0} ({1}) SELECT {1} FROM ONLY {2} TABLESAMPLE SYSTEM ({3}) REPEATABLE (1) LIMIT {4}",
                standIn, DSL.list(columns), table.name(), DSL.inline(percent(extent, most)), DSL.inline(most));
    }

    /** A table that was never analysed is known by its pages alone. */
    private static double percent(Extent extent, long most) {
        double byRows = extent.rows() > most ? SPARE * most / extent.rows() : 1;
        double byPages = extent.pages() > MOST_PAGES ? (double) MOST_PAGES / extent.pages() : 1;
        return 100 * Math.min(1, Math.min(byRows, byPages));
    }

    @Override
    public Sql readable(QualifiedName standIn) {
        return dialect.sql("GRANT SELECT ON {0} TO PUBLIC", standIn);
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
