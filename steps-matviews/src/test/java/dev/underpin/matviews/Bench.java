package dev.underpin.matviews;

import dev.underpin.plugin.PluginRegistry;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.TestDatabase;
import java.util.List;

/** Plans of a few steps. */
final class Bench {

    static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new MatviewsPlugin()));

    private Bench() {}

    /** A plan of one step. */
    static PlanBench of(TestDatabase database, String uses, String with) {
        return of(database, "- id: view\n  uses: " + uses + "\n  with:\n" + with.indent(4));
    }

    static PlanBench of(TestDatabase database, String steps) {
        return new PlanBench(database, REGISTRY, """
                apiVersion: underpin/v1
                plan: one-view
                settings: { lockTimeout: 300ms, maxLockWait: 3s }
                steps:
                %s""".formatted(steps.indent(2)));
    }
}
