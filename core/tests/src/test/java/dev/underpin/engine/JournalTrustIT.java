package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.underpin.Underpin;
import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.internal.journal.JournalSchema;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.postgresql.ds.PGSimpleDataSource;

/** A journal that somebody else made, or has had a hand in, is refused before anything of it is executed. */
@PostgresTest
@SideBySide
class JournalTrustIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new BenchPlugin()));

    private static Plan plan(String name) {
        return Plan.parse("""
                apiVersion: underpin/v1
                plan: %1$s
                steps:
                  - { id: it, uses: bench.chores, with: { table: public.%1$s } }
                """.formatted(name), name + ".yaml", REGISTRY, Map.of());
    }

    private static Underpin underpin(DataSource source) {
        return Underpin.builder().dataSource(source).registry(REGISTRY).build();
    }

    private static Underpin underpin(TestDatabase database) {
        return underpin(database.dataSource());
    }

    private static Underpin underpin(TestDatabase database, TestLogin login) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrlAs(login));
        return underpin(source);
    }

    private static void refused(Runnable command, String code, String named) {
        Failure failure = catchThrowableOfType(Failure.class, command::run);
        assertThat(failure).isNotNull();
        assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(failure.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.finding().code()).isEqualTo(code);
            assertThat(problem.finding().message() + problem.details()).contains(named);
        });
    }

    private static boolean superuser(TestDatabase database, TestLogin login) {
        return database.queryBoolean("SELECT rolsuper FROM pg_roles WHERE rolname = ?", login.name());
    }

    /** As the journal's own first lines, with what its reader would execute. */
    @Test
    void aJournalThatAnotherRoleMadeBeforehandIsNotTouched(TestDatabase database) {
        TestLogin mallory = database.createLogin("mallory", "");
        database.execute("GRANT CREATE ON DATABASE " + database.name() + " TO " + mallory.name());
        underpin(database, mallory).apply(plan("hers"));
        try (var hers = database.sessionAs(mallory.name())) {
            hers.execute("""
                    CREATE FUNCTION underpin.up() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                      EXECUTE 'ALTER ROLE %s SUPERUSER';
                      RETURN NEW;
                    END $$;
                    CREATE TRIGGER up BEFORE INSERT ON underpin.lease FOR EACH ROW EXECUTE FUNCTION underpin.up();
                    """.formatted(mallory.name()));
        }

        refused(() -> underpin(database).apply(plan("house")), "E1210", mallory.name());
        refused(() -> underpin(database).check(plan("house")), "E1210", mallory.name());
        refused(() -> underpin(database).maintain(Optional.empty(), true), "E1210", mallory.name());
        refused(() -> underpin(database).status(Optional.empty()), "E1210", mallory.name());
        refused(() -> underpin(database).rollback("hers", Optional.empty()), "E1210", mallory.name());

        assertThat(superuser(database, mallory)).isFalse();
        assertThat(database.queryBoolean("SELECT to_regclass('public.house') IS NULL"))
                .isTrue();
    }

    @Test
    void anEmptySchemaOfAnotherRoleIsNotMovedInto(TestDatabase database) {
        TestLogin mallory = database.createLogin("mallory", "");
        database.execute("CREATE SCHEMA underpin AUTHORIZATION " + mallory.name());

        refused(() -> underpin(database).apply(plan("house")), "E1210", mallory.name());
        assertThat(database.queryLong("SELECT count(*) FROM pg_class WHERE relnamespace = 'underpin'::regnamespace"))
                .isZero();
    }

    @Test
    void aSchemaThatWasMadeForTheRoleIsUsed(TestDatabase database) {
        database.execute("CREATE SCHEMA underpin");

        assertThat(underpin(database).apply(plan("house")).outcome()).isEqualTo(Outcome.DONE);
    }

    /** What somebody did, and how it is told. */
    private record Deed(String name, String script, String told) {}

    private static Stream<Deed> deeds() {
        return Stream.of(
                new Deed(
                        "a trigger",
                        "CREATE TRIGGER up BEFORE UPDATE ON underpin.lease FOR EACH ROW EXECUTE FUNCTION"
                                + " suppress_redundant_updates_trigger()",
                        "lease has the trigger up"),
                new Deed(
                        "a trigger on a table of a plan",
                        "CREATE TABLE underpin.house_f (k1 int); CREATE TRIGGER up BEFORE UPDATE ON underpin.house_f"
                                + " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                        "house_f has the trigger up"),
                new Deed(
                        "a rule",
                        "CREATE RULE r AS ON INSERT TO underpin.event DO ALSO NOTIFY x",
                        "event has the rule r"),
                new Deed("a policy", "CREATE POLICY p ON underpin.run", "run has the policy p"),
                new Deed("a column", "ALTER TABLE underpin.run ADD COLUMN c int", "run has the column c"),
                new Deed(
                        "a column that is missing",
                        "ALTER TABLE underpin.event RENAME COLUMN at TO since",
                        "event has no column at"),
                new Deed(
                        "a default",
                        "CREATE FUNCTION public.up() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;"
                                + " ALTER TABLE underpin.event ALTER COLUMN kind SET DEFAULT public.up()",
                        "event uses function public.up()"),
                new Deed(
                        "a check",
                        "CREATE FUNCTION public.up(text) RETURNS boolean LANGUAGE sql AS $$ SELECT true $$;"
                                + " ALTER TABLE underpin.lease ADD CHECK (public.up(host))",
                        "lease uses function public.up(text)"),
                new Deed(
                        "an index",
                        "CREATE FUNCTION public.up(text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT 'x' $$;"
                                + " CREATE INDEX ON underpin.run (public.up(plan))",
                        "run uses function public.up(text)"),
                new Deed(
                        "a type",
                        "CREATE DOMAIN public.word AS text; ALTER TABLE underpin.run ALTER COLUMN plan TYPE public.word",
                        "run uses type public.word"),
                new Deed(
                        "a child",
                        "CREATE TABLE public.more () INHERITS (underpin.event)",
                        "event has a parent or children"),
                new Deed(
                        "a right",
                        "GRANT UPDATE ON underpin.program TO PUBLIC",
                        "PUBLIC has the right UPDATE on program"),
                new Deed(
                        "a right on a column",
                        "GRANT UPDATE (body) ON underpin.program TO pg_monitor",
                        "pg_monitor has the right UPDATE on program"),
                new Deed(
                        "a right on the schema",
                        "GRANT CREATE ON SCHEMA underpin TO pg_monitor",
                        "pg_monitor has the right CREATE on the schema"),
                new Deed(
                        "an owner", "ALTER TABLE underpin.action OWNER TO pg_monitor", "action belongs to pg_monitor"));
    }

    /** One after the other: all are done to one database. */
    @TestFactory
    @Execution(ExecutionMode.SAME_THREAD)
    Stream<DynamicTest> whatOthersDidToItIsNamed(TestDatabase database) {
        return deeds().map(deed -> DynamicTest.dynamicTest(deed.name(), () -> {
            try (Session session = new Sessions(database.dataSource(), SearchPath.EMPTY).open("test")) {
                JournalSchema.ensure(session, "test");
                assertThat(JournalSchema.exists(session)).isTrue();
                database.execute(deed.script());

                refused(() -> JournalSchema.exists(session), "E1212", deed.told());
                refused(() -> JournalSchema.ensure(session, "test"), "E1212", deed.told());
            } finally {
                database.execute("DROP SCHEMA underpin CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public");
            }
        }));
    }

    @Test
    void whoMayOnlyReadIsNobodysDanger(TestDatabase database) {
        underpin(database).apply(plan("house"));
        database.execute(
                "GRANT USAGE ON SCHEMA underpin TO pg_monitor; GRANT SELECT ON ALL TABLES IN SCHEMA underpin TO pg_monitor");

        assertThat(underpin(database).maintain(Optional.empty(), true).outcome())
                .isEqualTo(Outcome.DONE);
    }

    @Test
    void anEditedProgramIsNotExecuted(TestDatabase database) {
        TestLogin mallory = database.createLogin("mallory", "");
        underpin(database).apply(plan("house"));
        database.update(
                "UPDATE underpin.program SET body = replace(body::text, 'DROP TABLE', ?)::jsonb",
                "ALTER ROLE " + mallory.name() + " SUPERUSER; DROP TABLE");
        assertThat(database.queryBoolean(
                        "SELECT EXISTS (SELECT FROM underpin.program WHERE body::text LIKE '%SUPERUSER%')"))
                .isTrue();

        refused(() -> underpin(database).rollback("house", Optional.empty()), "E1213", "program");
        assertThat(superuser(database, mallory)).isFalse();
        assertThat(database.queryBoolean("SELECT to_regclass('public.house') IS NOT NULL"))
                .isTrue();
    }

    @Test
    void anEditedPlanIsNotGoneOnWith(TestDatabase database) {
        underpin(database).apply(plan("house"));
        database.execute(
                "UPDATE underpin.run SET canonical = replace(canonical::text, 'public.house', 'public.users')::jsonb");

        refused(() -> underpin(database).rollback("house", Optional.empty()), "E1213", "plan house");
    }
}
