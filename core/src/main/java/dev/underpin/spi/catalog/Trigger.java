package dev.underpin.spi.catalog;

import java.util.Optional;

/**
 * A trigger that a user made (internal ones are left out).
 *
 * @param definition as {@code pg_get_triggerdef} gives it
 * @param enabled {@code O} origin, {@code D} disabled, {@code R} replica, {@code A} always
 * @param inherited cloned from the parent of a partition
 */
public record Trigger(String name, String definition, String enabled, boolean inherited, Optional<String> comment) {}
