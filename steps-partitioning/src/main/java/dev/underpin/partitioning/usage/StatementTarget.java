package dev.underpin.partitioning.usage;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table that is to be partitioned, as statements see it.
 *
 * @param column that divides it
 * @param oldKey its primary key now
 * @param lostKeys the unique keys, each as a set of columns and expressions, that it will not have any more
 * @param lostConstraints the constraints that will not stand for the same key any more, by name
 * @param indexes by name
 */
public record StatementTarget(
        QualifiedName table,
        List<String> columns,
        String column,
        List<String> oldKey,
        List<Set<String>> lostKeys,
        Set<String> lostConstraints,
        Set<String> indexes) {

    public StatementTarget {
        columns = List.copyOf(columns);
        oldKey = List.copyOf(oldKey);
        lostKeys = lostKeys.stream()
                .map(key -> key.stream()
                        .map(part -> part.contains("(") ? SqlNode.flat(SqlNode.parse(part)) : part)
                        .collect(Collectors.toUnmodifiableSet()))
                .toList();
        lostConstraints = Set.copyOf(lostConstraints);
        indexes = Set.copyOf(indexes);
    }

    boolean widens() {
        return !oldKey.contains(column);
    }
}
