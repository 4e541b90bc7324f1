package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import dev.underpin.testkit.snapshot.SchemaDump;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Guide 000's table becomes monthly partitions and comes back, on a real server. */
@PostgresTest
@SideBySide
class ConvertTableIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new PartitioningPlugin()));

    private static final String MONTHLY = """
            table: public.messages
                  range: { column: created_at, interval: 1 month }
                  primaryKey: [id, created_at]
                  oldKey: lost
                  retiredName: messages_backup
            """;

    private static Plan plan(String with) {
        return Plan.parse("""
                apiVersion: underpin/v1
                plan: messages-monthly
                steps:
                  - id: partition
                    uses: partitioning.convert
                    with:
                      %s
                """.formatted(with.strip().replaceAll("\\n +", "\n      ")), "plan.yaml", REGISTRY, Map.of());
    }

    private static Underpin underpin(TestDatabase database) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .build();
    }

    /** What the command has asked before it began a run need not be asked again a moment later. */
    @Test
    void aQuestionThatReadsTheWholeTableIsAskedOnce(PostgresServer server) {
        try (TestDatabase database = MessagesFixture.database(server, 2_000, 3)) {
            database.execute("CREATE EXTENSION pg_stat_statements");
            assertThat(underpin(database).apply(plan(MONTHLY)).outcome()).isEqualTo(Outcome.DONE);
            assertThat(database.queryLong("""
                            SELECT sum(calls) FROM pg_stat_statements WHERE query LIKE '%"chat_rooms" AS k WHERE%'
                              AND query LIKE '%NOT EXISTS%' AND query NOT LIKE '%pg_stat_statements%'
                              AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
                            """)).isOne();
        }
    }

    @Majors
    void aQuietTableIsConvertedAndTakenBackExactly(PostgresServer server) {
        try (TestDatabase database = MessagesFixture.database(server, 20_000, 6)) {
            CatalogSnapshot schema = CatalogSnapshot.of(database);
            Optional<SchemaDump> dump =
                    SchemaDump.isAvailableFor(server) ? Optional.of(SchemaDump.of(database)) : Optional.empty();
            DataDigest data = DataDigest.of(database, "messages");

            RunReport applied = underpin(database).apply(plan(MONTHLY));

            done(applied);
            assertThat(database.queryText("SELECT relkind FROM pg_class WHERE oid = 'messages'::regclass"))
                    .isEqualTo("p");
            assertThat(DataDigest.of(database, "messages")).isEqualTo(data);

            RunReport back = underpin(database).rollback("messages-monthly", Optional.empty());

            done(back);
            assertThat(schema.diff(CatalogSnapshot.of(database))).isEmpty();
            dump.ifPresent(
                    before -> assertThat(before.diff(SchemaDump.of(database))).isEmpty());
            assertThat(DataDigest.of(database, "messages")).isEqualTo(data);
        }
    }

    private static void done(RunReport report) {
        assertThat(report.outcome()).as(report.findings().toString()).isEqualTo(Outcome.DONE);
    }

    @Test
    void finalizingLeavesThePartitionedTableAlone(TestDatabase database) {
        MessagesFixture.load(database, 2_000, 3);
        underpin(database).apply(plan(MONTHLY));

        RunReport finalized = underpin(database).finalizeRun("messages-monthly");

        done(finalized);
        assertThat(database.queryLong("SELECT count(*) FROM messages")).isEqualTo(2_000);
        assertThat(database.queryTexts("SELECT relname FROM pg_class WHERE relname LIKE 'messages%'"
                        + " AND relkind IN ('r', 'p') AND NOT relispartition"))
                .containsExactly("messages");
        assertThat(database.queryLong("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"))
                .isZero();
    }
}
