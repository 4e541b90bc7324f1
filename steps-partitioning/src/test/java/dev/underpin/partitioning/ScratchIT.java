package dev.underpin.partitioning;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.*;
import dev.underpin.testkit.workload.*;
import java.util.*;
import org.junit.jupiter.api.Test;

@PostgresTest
class ScratchIT {
    static void show(dev.underpin.report.ActionReport x, String indent) {
        System.err.println("SC " + indent + x.key() + " " + x.durationMs() + " ms rows=" + x.rows() + " sql="
                + x.sql().size() + " " + x.state());
        if (x.inner().size() < 15 || Boolean.getBoolean("all")) x.inner().forEach(y -> show(y, indent + "  "));
    }

    @Test
    void t(PostgresServer server) {
        PluginRegistry r = PluginRegistry.of(List.of(new PartitioningPlugin()));
        Plan plan = Plan.parse("""
                apiVersion: underpin/v1
                plan: messages-monthly
                steps:
                  - id: partition
                    uses: partitioning.convert
                    with: { table: public.messages, range: { column: created_at, interval: 1 month }, oldKey: lost, retiredName: messages_backup }
                """, "p.yaml", r, Map.of());
        try (TestDatabase database = MessagesFixture.database(server, Integer.getInteger("rows", 100_000), 24)) {
            boolean load = Boolean.getBoolean("load");
            Workload w = load ? Workload.on(database, "messages").seed(7).start() : null;
            long a = System.nanoTime();
            RunReport rep = Underpin.builder()
                    .dataSource(database.dataSource())
                    .registry(r)
                    .build()
                    .apply(plan);
            System.err.println("SC apply " + (System.nanoTime() - a) / 1e9 + " " + rep.outcome() + rep.findings());
            rep.steps().forEach(s -> s.actions().forEach(x -> show(x, "")));
            if (w != null) System.err.println("SC " + w.report().toString().replace("\n", "\nSC "));
            a = System.nanoTime();
            rep = Underpin.builder()
                    .dataSource(database.dataSource())
                    .registry(r)
                    .build()
                    .rollback("messages-monthly", Optional.empty());
            System.err.println("SC rollback " + (System.nanoTime() - a) / 1e9 + " " + rep.outcome() + rep.findings());
            rep.steps().forEach(s -> s.actions().forEach(x -> show(x, "")));
            if (w != null) {
                w.stop();
                System.err.println("SC " + w.report().toString().replace("\n", "\nSC "));
                System.err.println("SC " + w.verify());
            }
        }
    }
}
