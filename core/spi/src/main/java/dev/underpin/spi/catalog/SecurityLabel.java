package dev.underpin.spi.catalog;

import java.util.Optional;

/**
 * A label that a security provider keeps on a relation.
 *
 * @param column empty: on the relation as a whole
 */
public record SecurityLabel(Optional<String> column, String provider, String label) {}
