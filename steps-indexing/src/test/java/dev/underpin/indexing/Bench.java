package dev.underpin.indexing;

import dev.underpin.plugin.PluginRegistry;
import dev.underpin.testkit.PlanBench;
import dev.underpin.testkit.TestDatabase;
import java.util.List;

/** Plans of one step, {@code indexing.create}. */
final class Bench {

    static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new IndexingPlugin()));

    private Bench() {}

    static PlanBench of(TestDatabase database, String with) {
        return of(database, with, "rollback");
    }

    static PlanBench of(TestDatabase database, String with, String onFailure) {
        return new PlanBench(database, REGISTRY, """
                apiVersion: underpin/v1
                plan: one-index
                settings: { maxLockWait: 20s, onFailure: %s }
                steps:
                  - id: index
                    uses: indexing.create
                    with:
                %s""".formatted(onFailure, with.indent(6)));
    }
}
