package dev.underpin.matviews;

import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import java.util.List;

/** The step types for materialized views. */
public final class MatviewsPlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "matviews";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(
                new StepType<>(
                        "matviews.create",
                        "Creates a materialized view with its indexes, grants and comment, and keeps it fresh.",
                        1,
                        1,
                        CreateViewConfig.class,
                        CreateView.Memory.class,
                        CreateView.class),
                new StepType<>(
                        "matviews.refresh",
                        "Fills a materialized view again, while it is read if possible.",
                        1,
                        1,
                        RefreshView.Config.class,
                        RefreshView.Memory.class,
                        RefreshView.class));
    }
}
