package dev.underpin.internal.compilation;

import dev.underpin.spi.catalog.Catalog;
import java.util.List;
import java.util.Optional;

/**
 * What a plan would do.
 *
 * @param end the catalog after its last step; empty if a step's effect cannot be told
 */
public record Forecast(List<StepPreview> previews, Optional<Catalog> end) {

    public static final Forecast NONE = new Forecast(List.of(), Optional.empty());

    public Forecast {
        previews = List.copyOf(previews);
    }
}
