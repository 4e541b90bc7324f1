package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/**
 * How a partitioned table is divided.
 *
 * @param key as {@code pg_get_partkeydef} gives it
 * @param columns of the key, where all of it is plain columns
 */
public record Partitioning(Strategy strategy, String key, List<String> columns, List<Partition> partitions) {

    public enum Strategy {
        RANGE,
        LIST,
        HASH
    }

    /**
     * A direct partition.
     *
     * @param bound as {@code pg_get_expr(relpartbound)} gives it; {@code DEFAULT} for the default partition
     * @param detachPending a concurrent detach was interrupted
     */
    public record Partition(QualifiedName name, String bound, boolean detachPending) {}
}
