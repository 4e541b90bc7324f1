package dev.underpin.partitioning.checks;

import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Table;
import java.util.stream.Collectors;

/** How pg_dump reads a table: it copies the partitions one by one once there are some, so that nothing is to be feared. */
final class PgDump {

    private PgDump() {}

    static boolean copies(String statement, Table table) {
        String columns = table.columns().stream()
                .filter(column -> column.generation() == Column.Generation.NONE)
                .map(Column::name)
                .collect(Collectors.joining(", ", "(", ")"));
        String plain = statement.replace("\"", "").replaceFirst(";$", "").strip();
        return plain.equals(
                "COPY " + table.name().schema() + "." + table.name().local() + " " + columns + " TO stdout");
    }
}
