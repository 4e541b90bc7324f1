package dev.underpin.spi.catalog;

import java.util.Set;

/**
 * The session's own role and its rights.
 *
 * @param readsAllStatistics without it, other sessions' states are unknown
 * @param createsIn schemas in which it may create objects
 * @param actsAs roles that it is or whose rights it has without a word
 * @param becomes roles that it is or can {@code SET ROLE} to
 */
public record Principal(
        String name,
        boolean superuser,
        boolean bypassRls,
        boolean createsInDatabase,
        boolean readsAllStatistics,
        Set<String> createsIn,
        Set<String> actsAs,
        Set<String> becomes) {

    public boolean owns(String owner) {
        return superuser || actsAs.contains(owner);
    }
}
