package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;

/** Statistics over several columns or expressions. */
public record ExtendedStatistics(
        QualifiedName name, String definition, String owner, Optional<Integer> target, Optional<String> comment) {}
