package dev.underpin.spi.catalog;

import java.util.List;
import java.util.Optional;

/**
 * That a publication publishes a table.
 *
 * @param how listed by itself, by its schema, or because the publication is for all tables
 */
public record PublicationMembership(
        String publication, How how, List<String> columns, Optional<String> rowFilter, boolean viaRoot) {

    public enum How {
        TABLE,
        SCHEMA,
        ALL_TABLES
    }
}
