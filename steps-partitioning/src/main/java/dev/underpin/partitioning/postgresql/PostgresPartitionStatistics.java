package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.PartitionStatistics;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jooq.impl.DSL;

/**
 * Before version 18, to analyse a partitioned table is to analyse each partition, one after the other. Columns without a target are passed over
 * there: so the partitions, which workers have analysed side by side, have none meanwhile.
 */
public class PostgresPartitionStatistics implements PartitionStatistics {

    private static final int NONE = 0;
    private static final int USUAL = -1;

    private final Dialect dialect;

    public PostgresPartitionStatistics(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql ofPartition(QualifiedName partition) {
        return dialect.sql("VACUUM (ANALYZE) {0}", partition);
    }

    @Override
    public List<Sql> ofWhole(QualifiedName table, List<Column> columns) {
        return dialect.has(Capability.ANALYZE_WITHOUT_PARTITIONS)
                ? List.of(dialect.sql("ANALYZE ONLY {0}", table))
                : List.of(
                        targets(table, columns, column -> NONE),
                        dialect.sql("ANALYZE {0}", table),
                        targets(
                                table,
                                columns,
                                column -> column.statisticsTarget().orElse(USUAL)));
    }

    /** Of each partition; there may be thousands. */
    private Sql targets(QualifiedName table, List<Column> columns, ToIntFunction<Column> target) {
        Sql settings = Clauses.list(
                dialect,
                columns,
                column -> dialect.sql(
                        "ALTER COLUMN {0} SET STATISTICS {1}",
                        DSL.quotedName(column.name()), DSL.inline(target.applyAsInt(column))));
        return dialect.sql(
                "DO {0}",
                Clauses.dollarQuoted(
                        dialect,
                        dialect.sql("""

                                DECLARE
                                  partition pg_catalog.text;
                                BEGIN
                                  FOR partition IN
                                    SELECT CAST(i.inhrelid AS pg_catalog.regclass) FROM pg_catalog.pg_inherits AS i
                                    WHERE i.inhparent = CAST({0} AS pg_catalog.regclass)
                                  LOOP
                                    EXECUTE 'ALTER TABLE ' || partition || {1};
                                  END LOOP;
                                END
                                """, DSL.inline(dialect.render(table.jooq())), DSL.inline(" " + settings.text()))));
    }
}
