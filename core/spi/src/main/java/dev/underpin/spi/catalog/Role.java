package dev.underpin.spi.catalog;

import java.util.List;

/**
 * A role.
 *
 * @param memberOf directly or indirectly, with the privileges of
 */
public record Role(String name, boolean superuser, boolean bypassRls, boolean login, List<String> memberOf) {

    /** Whether no row level security holds rows back from it. */
    public boolean seesAllRows() {
        return superuser || bypassRls;
    }
}
