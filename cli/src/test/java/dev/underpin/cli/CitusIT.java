package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A cluster of Citus: steps refuse its distributed tables by name, and work on those that are the coordinator's own. The variable names a
 * script: {@code start DIR WORKERS PORT} starts a coordinator at the port, and workers at the next; {@code stop DIR} ends them.
 */
@EnabledIfEnvironmentVariable(
        named = "UNDERPIN_CITUS",
        matches = ".+",
        disabledReason = "UNDERPIN_CITUS names no script that starts a cluster of Citus")
class CitusIT {

    private static final String SCRIPT = System.getenv().getOrDefault("UNDERPIN_CITUS", "");
    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    /** What each step type that names a table is given; {@code {t}} is the table. */
    private static final Map<String, String> OF_TABLES = Map.of(
            "column.add", "{ table: {t}, column: lang, type: text }",
            "constraint.add", "{ table: {t}, name: not_empty, check: content <> '' }",
            "indexing.create", "{ table: {t}, name: by_content, keys: [ { column: content } ] }",
            "partitioning.convert",
                    "{ table: {t}, range: { column: created_at, interval: 1 month }, oldKey: lost, retiredName: retired }",
            "rls.owner-column",
                    "{ table: {t}, column: owner, type: text, backfill: { from: { expression: content } }, index: { name: by_owner } }",
            "rls.policies",
                    "{ table: {t}, policies: [ { name: all, command: select, roles: [public], using: 'true' } ] }",
            "sql.batches",
                    "{ table: {t}, statement: 'UPDATE {t} SET content = content WHERE id BETWEEN :from AND :to', rollback: [nothing] }",
            "table.comment", "{ table: {t}, comment: x }",
            "table.grant", "{ table: {t}, privileges: [select], to: [reader] }",
            "trigger.create", "{ table: {t}, name: telling, timing: after, events: [insert], function: public.tell }");

    /** These name no table that they change: types, functions, a query's result, or what the plan's author answers for. */
    private static final Set<String> OF_OTHER_THINGS = Set.of(
            "enum.create",
            "enum.add-value",
            "function.replace",
            "matviews.create",
            "matviews.refresh",
            "sql.assert",
            "sql.run");

    /** Citus makes partitions of its own tables follow them. */
    private static final String WAIVED = "event-trigger:citus_cascade_to_partition";

    private static Path folder = Path.of("");
    private static final PGSimpleDataSource DATA_SOURCE = new PGSimpleDataSource();

    @BeforeAll
    static void start() throws IOException, InterruptedException, SQLException {
        folder = Files.createTempDirectory("underpin-citus");
        int port = ThreadLocalRandom.current().nextInt(21_000, 29_000);
        script("start", folder.toString(), "2", String.valueOf(port));
        DATA_SOURCE.setUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres");
        try (TestSession session = new TestSession(DATA_SOURCE.getConnection())) {
            session.execute("CREATE ROLE reader");
            for (String table : List.of("here", "spread", "everywhere")) {
                session.execute(
                        "CREATE TABLE " + table
                                + " (id bigint, created_at timestamptz NOT NULL DEFAULT now(), content text, PRIMARY KEY (id))");
                session.execute("INSERT INTO " + table
                        + " SELECT i, now() - i * interval '1 day', 'row ' || i FROM generate_series(1, 100) AS i");
            }
            session.queryText("SELECT create_distributed_table('spread', 'id')::text");
            session.queryText("SELECT create_reference_table('everywhere')::text");
        }
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        script("stop", folder.toString());
    }

    private static void script(String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of("bash", SCRIPT), Stream.of(arguments)).toList());
        Path log = Files.createTempFile("underpin-citus", ".log");
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        int code = builder.start().waitFor();
        assertThat(code).as("%s: %s", arguments[0], Files.readString(log)).isZero();
        Files.delete(log);
    }

    private static Plan plan(String type, String table) {
        return plan(type, OF_TABLES.getOrDefault(type, ""), table);
    }

    private static Plan plan(String type, String config, String table) {
        return Plan.parse(
                "apiVersion: underpin/v1\nplan: citus\nsteps:\n  - id: it\n    uses: " + type + "\n    with: "
                        + config.replace("{t}", "public." + table) + "\n",
                "plan.yaml",
                REGISTRY,
                Map.of());
    }

    private static Underpin underpin() {
        return Underpin.builder().dataSource(DATA_SOURCE).registry(REGISTRY).build();
    }

    static Stream<String> typesOfTables() {
        return OF_TABLES.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("typesOfTables")
    void itRefusesADistributedTableByName(String type) {
        assertRefused(type, "spread");
    }

    @ParameterizedTest
    @MethodSource("typesOfTables")
    void itRefusesAReferenceTableByName(String type) {
        assertRefused(type, "everywhere");
    }

    private static void assertRefused(String type, String table) {
        RunReport refused = underpin().check(plan(type, table));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.findings()).anySatisfy(problem -> {
            assertThat(problem.finding().code()).isEqualTo("E1321");
            assertThat(problem.finding().message()).contains("public." + table + " is distributed by Citus");
        });
    }

    @Test
    void everyStepTypeIsOneOrTheOther() {
        Set<String> known = new TreeSet<>(OF_TABLES.keySet());
        known.addAll(OF_OTHER_THINGS);
        assertThat(REGISTRY.byName().keySet()).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void theCoordinatorsOwnTableIsConvertedAndBroughtBack() throws SQLException {
        Plan plan = plan(
                "partitioning.convert",
                OF_TABLES
                        .getOrDefault("partitioning.convert", "")
                        .replace("oldKey", "waive: [\"" + WAIVED + "\"], oldKey"),
                "here");

        assertThat(underpin().apply(plan).findings().toString()).doesNotContain("ERROR");
        try (TestSession session = new TestSession(DATA_SOURCE.getConnection())) {
            assertThat(session.queryText("SELECT relkind::text FROM pg_class WHERE oid = 'public.here'::regclass"))
                    .isEqualTo("p");
            assertThat(session.queryLong("SELECT count(*) FROM public.here")).isEqualTo(100);
            assertThat(session.queryLong("SELECT count(*) FROM public.spread")).isEqualTo(100);
        }
        assertThat(underpin().rollback("citus", Optional.empty()).outcome()).isEqualTo(Outcome.DONE);
    }
}
