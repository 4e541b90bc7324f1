package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;

/**
 * A trigger that a user made (internal ones are left out).
 *
 * @param definition as {@code pg_get_triggerdef} gives it
 * @param function that it calls
 * @param enabled {@code O} origin, {@code D} disabled, {@code R} replica, {@code A} always
 * @param forEachRow else for each statement
 * @param transitionTables whether it reads the changed rows as tables
 * @param inherited cloned from the parent of a partition
 */
public record Trigger(
        String name,
        String definition,
        QualifiedName function,
        String enabled,
        boolean forEachRow,
        boolean transitionTables,
        boolean inherited,
        Optional<String> comment) {}
