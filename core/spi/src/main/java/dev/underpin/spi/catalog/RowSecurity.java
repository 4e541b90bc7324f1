package dev.underpin.spi.catalog;

import java.util.List;

/** A table's row level security. */
public record RowSecurity(boolean enabled, boolean forced, List<Policy> policies) {

    public static final RowSecurity OFF = new RowSecurity(false, false, List.of());

    public RowSecurity {
        policies = List.copyOf(policies);
    }
}
