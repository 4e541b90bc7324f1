package dev.underpin.spi.catalog;

import java.util.Optional;

/** A rewrite rule other than a view's own. */
public record Rule(String name, String definition, String enabled, Optional<String> comment) {}
