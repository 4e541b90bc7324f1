package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** All step types come through and back whatever the database and the role have set. */
@PostgresTest
@SideBySide
class PeculiarSettingsIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.load();

    /** Limits that the tool's sessions do not keep to, and what changes the meaning, or the text, of statements. */
    private static final List<String> SETTINGS = List.of(
            "quote_all_identifiers = on",
            "statement_timeout = '400ms'",
            "lock_timeout = '1ms'",
            "idle_in_transaction_session_timeout = '400ms'",
            "idle_session_timeout = '400ms'",
            "default_transaction_read_only = on",
            "default_transaction_isolation = serializable",
            "default_transaction_deferrable = on",
            "default_toast_compression = pglz",
            "plan_cache_mode = force_generic_plan",
            "enable_indexscan = off",
            "enable_bitmapscan = off",
            "enable_seqscan = off",
            "constraint_exclusion = off",
            "search_path = nowhere",
            "TimeZone = 'Asia/Kathmandu'",
            "DateStyle = 'German'",
            "IntervalStyle = 'sql_standard'",
            "bytea_output = escape",
            "transform_null_equals = on",
            "row_security = on",
            "check_function_bodies = off",
            "synchronous_commit = off",
            "work_mem = '64kB'",
            "client_min_messages = debug1");

    private static final Plan PLAN = Plan.parse("""
            apiVersion: underpin/v1
            plan: peculiar
            steps:
              - id: partition
                uses: partitioning.convert
                with: { table: public.notes, range: { column: at, interval: 1 month, ahead: 0 }, oldKey: lost }
              - id: index
                uses: indexing.create
                with: { table: public.notes, name: notes_text, keys: [ { column: text, order: desc }, { expression: "lower(text)" } ], where: id > 3 }
              - id: policies
                uses: rls.policies
                with: { table: public.notes, policies: [ { name: own, command: select, using: "text IS NOT NULL AND id > 0" } ] }
              - id: view
                uses: matviews.create
                with: { name: public.notes_by_text, query: "SELECT text, count(*) AS n FROM public.notes GROUP BY 1", uniqueKey: [text] }
            """, "plan.yaml", REGISTRY, Map.of());

    private static final String NOTES = """
            CREATE TABLE public.notes (id int PRIMARY KEY, text text DEFAULT 'none', at timestamptz NOT NULL, CHECK (id > 0));
            INSERT INTO public.notes SELECT i, 'note ' || i % 20, date_trunc('month', now()) - i % 70 * interval '1 day'
            FROM generate_series(1, 200) AS i;
            ANALYZE public.notes;
            """;

    @Majors({15, 17})
    void ofTheDatabaseOrTheServer(TestDatabase database) {
        database.execute(NOTES);
        CatalogSnapshot before = CatalogSnapshot.of(database);
        List<String> settings = new ArrayList<>(SETTINGS);
        if (database.server().major() >= 17) {
            settings.add("transaction_timeout = '400ms'");
        }
        // They hold for sessions that begin later.
        try (TestSession usual = database.session()) {
            String role = "ALTER ROLE postgres IN DATABASE " + database.name();
            settings.forEach(setting -> usual.execute(role + " SET " + setting));

            thereAndBack(Underpin.builder()
                    .dataSource(database.dataSource())
                    .registry(REGISTRY)
                    .build());

            usual.execute(role + " RESET ALL");
        }
        CatalogSnapshot after = CatalogSnapshot.of(database);
        assertThat(after).as(() -> before.diff(after)).isEqualTo(before);
    }

    /** It then works with that role's rights, as if it had logged in as that. */
    @Test
    void ofARoleThatBecomesAnother(TestDatabase database) {
        TestLogin owner = database.createLogin("owner", "");
        TestLogin login = database.createLogin("login", "NOINHERIT");
        database.execute(NOTES + """
                ALTER TABLE public.notes OWNER TO %1$s;
                GRANT CREATE ON SCHEMA public TO %1$s;
                GRANT CREATE ON DATABASE %3$s TO %1$s;
                GRANT %1$s TO %2$s;
                ALTER ROLE %2$s SET role = %1$s;
                """.formatted(owner.name(), login.name(), database.name()));
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrlAs(login));
        Underpin underpin =
                Underpin.builder().dataSource(source).registry(REGISTRY).build();

        thereAndBack(underpin);

        assertThat(database.queryText("SELECT nspowner::regrole FROM pg_namespace WHERE nspname = 'underpin'"))
                .isEqualTo(owner.name());
    }

    private static void thereAndBack(Underpin underpin) {
        done(underpin.check(PLAN));
        done(underpin.apply(PLAN));
        done(underpin.verify("peculiar"));
        done(underpin.maintain(Optional.of("peculiar"), true).runs().get(0));
        done(underpin.rollback("peculiar", Optional.empty()));
    }

    private static void done(RunReport report) {
        assertThat(report.outcome())
                .as(() -> report.command() + ": " + report.findings())
                .isEqualTo(Outcome.DONE);
    }
}
