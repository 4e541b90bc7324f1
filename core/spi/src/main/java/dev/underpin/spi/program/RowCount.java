package dev.underpin.spi.program;

import dev.underpin.spi.config.InvalidConfig;
import java.util.Optional;

/** How many rows an expectation asks for. */
final class RowCount {

    private RowCount() {}

    static void require(Optional<Long> rows, Optional<Boolean> empty) {
        if (rows.isPresent() && rows.get() < 0) {
            throw new InvalidConfig("rows", "a number of rows cannot be negative", "Give 0 or more.");
        }
        if (empty.isPresent() && !empty.get()) {
            throw new InvalidConfig("empty", "empty: false says nothing of use", "Say rows: and how many.");
        }
    }
}
