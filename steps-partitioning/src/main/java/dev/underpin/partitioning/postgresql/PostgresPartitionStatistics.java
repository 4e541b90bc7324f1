package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.PartitionStatistics;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
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
    public List<Sql> ofWhole(QualifiedName table, List<QualifiedName> partitions, List<Column> columns) {
        if (dialect.has(Capability.ANALYZE_WITHOUT_PARTITIONS)) {
            return List.of(dialect.sql("ANALYZE ONLY {0}", table));
        }
        List<Sql> statements = new ArrayList<>();
        partitions.forEach(partition -> statements.add(targets(partition, columns, column -> NONE)));
        statements.add(dialect.sql("ANALYZE {0}", table));
        partitions.forEach(partition -> statements.add(
                targets(partition, columns, column -> column.statisticsTarget().orElse(USUAL))));
        return statements;
    }

    private Sql targets(QualifiedName partition, List<Column> columns, ToIntFunction<Column> target) {
        return dialect.sql(
                        "ALTER TABLE {0} {1}",
                        partition,
                        Clauses.list(
                                dialect,
                                columns,
                                column -> dialect.sql(
                                        "ALTER COLUMN {0} SET STATISTICS {1}",
                                        DSL.quotedName(column.name()), DSL.inline(target.applyAsInt(column)))))
                .locking(partition, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }
}
