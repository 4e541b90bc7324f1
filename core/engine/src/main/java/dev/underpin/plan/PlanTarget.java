package dev.underpin.plan;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.sql.Identifier;
import java.util.List;
import java.util.Optional;

/** What the database must be; checked before anything else. */
@Described("What the database must be; checked before anything else.")
public record PlanTarget(
        @Described(value = "The oldest major version of the server that the plan is made for.", example = "14")
        Optional<Integer> minServerVersion,

        @Described(value = "The database's name.", example = "chat")
        Optional<Identifier> database,

        @Described(value = "Extensions that must be installed.", example = "[pg_trgm]", absent = "[]")
        List<Identifier> extensions) {

    public static final PlanTarget ANY = new PlanTarget(Optional.empty(), Optional.empty(), List.of());

    public PlanTarget {
        extensions = List.copyOf(extensions);
        if (minServerVersion.isPresent() && (minServerVersion.get() < 8 || minServerVersion.get() > 99)) {
            throw new InvalidConfig("minServerVersion", "that is no major version", "Give 14, say.");
        }
    }
}
