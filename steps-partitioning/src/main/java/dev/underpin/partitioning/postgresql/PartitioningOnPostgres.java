package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyRegistryStatements;
import dev.underpin.partitioning.sql.OwnTriggerStatements;
import dev.underpin.partitioning.sql.PartitionStatistics;
import dev.underpin.partitioning.sql.SnapshotGuardStatements;
import dev.underpin.partitioning.sql.WriteGuardStatements;
import dev.underpin.spi.dialect.StatementsProvider;
import java.util.List;

/** What PostgreSQL says of what conversions ask for. */
public final class PartitioningOnPostgres implements StatementsProvider {

    @Override
    public String dialect() {
        return "postgresql";
    }

    @Override
    public List<Statements<?>> statements() {
        return List.of(
                new Statements<>(KeyLogStatements.class, PostgresKeyLogs::new),
                new Statements<>(KeyRegistryStatements.class, PostgresKeyRegistries::new),
                new Statements<>(OwnTriggerStatements.class, PostgresOwnTriggers::new),
                new Statements<>(PartitionStatistics.class, PostgresPartitionStatistics::new),
                new Statements<>(SnapshotGuardStatements.class, PostgresSnapshotGuards::new),
                new Statements<>(WriteGuardStatements.class, PostgresWriteGuards::new));
    }
}
