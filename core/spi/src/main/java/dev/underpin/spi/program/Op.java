package dev.underpin.spi.program;

import java.util.List;

/** Something that happens inside a {@link Transaction}. */
public sealed interface Op permits Sql, Drain, Check, Identify {

    /** What it executes that may change something, in order. */
    default List<Sql> statements() {
        return List.of();
    }
}
