package dev.underpin.partitioning.sql;

import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/**
 * Two tables whose rows are to be the same, those excepted whose keys wait in a log.
 *
 * @param columns of both
 * @param key those of them that identify a row in either table; the log has them
 */
public record ComparedTables(
        KeyLog log, QualifiedName one, QualifiedName other, List<Column> columns, List<String> key) {

    public ComparedTables {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }
}
