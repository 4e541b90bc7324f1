package dev.underpin.postgresql;

import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Column.Generation;
import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlQuery;
import java.util.List;
import java.util.Optional;
import org.jooq.Name;
import org.jooq.impl.DSL;

/** PostgreSQL's temporary objects. */
public class PostgresStandIns implements StandInStatements {

    /** What is stored beside the rows counts. */
    private static final long MOST_BYTES = 64L << 20;

    /** Of a table that was never analysed; few have more. */
    private static final long ROWS_OF_A_PAGE = 128;

    /** Blocks are read in their order, so a limit would leave out the last rows: it is for estimates that are far off. */
    private static final long FAR_OFF = 2;

    private static final String SEES_ALL = """
            SELECT NOT c.relrowsecurity AND pg_catalog.has_table_privilege(r.oid, c.oid, 'SELECT')
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_roles AS r ON r.rolname = {2}
            WHERE n.nspname = {0} AND c.relname = {1}""";

    private final Dialect dialect;

    public PostgresStandIns(Dialect dialect) {
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
        return Clauses.onPlanPath(dialect.sql(
                "CREATE {0} ON {1} USING {2}",
                DSL.keyword(model.unique() ? "UNIQUE INDEX" : "INDEX"), standIn, DSL.raw(model.shape())));
    }

    @Override
    public Sql sample(QualifiedName standIn, Table table, Extent extent, long about) {
        List<Name> columns = table.columns().stream()
                .filter(column -> column.generation() == Generation.NONE)
                .map(column -> DSL.quotedName(column.name()))
                .toList();
        return Clauses.onPlanPath(dialect.sql(
                "INSERT INTO {0} ({1}) SELECT {1} FROM ONLY {2} TABLESAMPLE SYSTEM ({3}) REPEATABLE (1) LIMIT {4}",
                standIn,
                DSL.list(columns),
                table.name(),
                DSL.inline(percent(extent, about)),
                DSL.inline(FAR_OFF * about)));
    }

    private static double percent(Extent extent, long about) {
        long rows = extent.rows() > 0 ? extent.rows() : extent.pages() * ROWS_OF_A_PAGE;
        return 100 * Math.min(share(about, rows), share(MOST_BYTES, extent.bytes()));
    }

    private static double share(long most, long of) {
        return of > most ? (double) most / of : 1;
    }

    @Override
    public Sql owned(QualifiedName standIn, String owner) {
        return dialect.sql("ALTER TABLE {0} OWNER TO {1}", standIn, DSL.quotedName(owner));
    }

    @Override
    public Sql seesAll(QualifiedName table, String role) {
        return dialect.sql(SEES_ALL, DSL.inline(table.schema()), DSL.inline(table.local()), DSL.inline(role));
    }

    @Override
    public Sql readable(QualifiedName standIn, String role) {
        return dialect.sql("GRANT SELECT ON {0} TO {1}", standIn, DSL.quotedName(role));
    }

    @Override
    public Sql table(QualifiedName standIn, SqlQuery query) {
        return dialect.sql("CREATE TEMPORARY TABLE {0} AS {1} WITH NO DATA", standIn, Clauses.byPlan(query.text()));
    }

    @Override
    public Sql view(QualifiedName standIn, SqlQuery query) {
        return dialect.sql("CREATE TEMPORARY VIEW {0} AS {1}", standIn, Clauses.byPlan(query.text()));
    }

    @Override
    public Sql view(QualifiedName standIn, View model) {
        String query = model.definition().strip();
        String open = query.endsWith(";") ? query.substring(0, query.length() - 1) : query;
        return dialect.sql("CREATE TEMPORARY VIEW {0} AS {1}", standIn, DSL.raw(open));
    }

    @Override
    public Sql reads(QualifiedName standIn, QualifiedName table) {
        return dialect.sql("""
                SELECT 'reads'
                FROM pg_catalog.pg_rewrite AS w
                JOIN pg_catalog.pg_depend AS d
                  ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = w.oid
                 AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                WHERE w.ev_class = {0}::pg_catalog.regclass AND d.refobjid = {1}::pg_catalog.regclass
                LIMIT 1""", DSL.inline(dialect.render(standIn.jooq())), DSL.inline(dialect.render(table.jooq())));
    }
}
