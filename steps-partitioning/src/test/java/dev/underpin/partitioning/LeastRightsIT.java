package dev.underpin.partitioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.underpin.partitioning.Conversions.Told;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.report.Outcome;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.MessagesFixture;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.workload.Verdict;
import dev.underpin.testkit.workload.Workload;
import dev.underpin.testkit.workload.WorkloadReport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The role of the page about security converts a table of another role; each right that it lacks is named before. */
@PostgresTest
@SideBySide
class LeastRightsIT {

    private static final String PASSWORD = "choose one";
    private static final String CONVERSION = "{ table: messages, range: { column: created_at, interval: 1 month } }";

    /** Beside the fixture: what needs rights of its own. */
    private static final String MORE = """
            CREATE SCHEMA reports;
            CREATE VIEW reports.latest AS SELECT max(created_at) AS at FROM public.messages;
            CREATE FUNCTION auth.touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.updated_at := now(); RETURN NEW; END';
            CREATE TRIGGER touched BEFORE UPDATE ON messages FOR EACH ROW EXECUTE FUNCTION auth.touch();
            CREATE DOMAIN mood AS text;
            ALTER TABLE messages ADD mood mood, ADD author uuid REFERENCES auth.users;
            CREATE STATISTICS messages_kinds ON type, image_url FROM messages;
            CREATE PUBLICATION feed FOR TABLE messages WITH (publish_via_partition_root = true);
            ALTER PUBLICATION feed OWNER TO app_owner;
            ALTER STATISTICS messages_kinds OWNER TO app_owner;
            """;

    private static final String OWN = """
            DO $$ DECLARE r regclass; BEGIN
              FOR r IN SELECT oid FROM pg_class WHERE relnamespace IN ('public'::regnamespace, to_regnamespace('reports')) AND relkind IN ('r', 'v') LOOP
                EXECUTE format('ALTER TABLE %s OWNER TO app_owner', r);
              END LOOP;
            END $$;
            """;

    /** A database whose tables belong to one role, and another one that is to convert them. */
    private record Setting(TestDatabase database, Map<String, String> names) implements AutoCloseable {

        static Setting on(PostgresServer server, String more) {
            TestDatabase database = MessagesFixture.database(server, 2_000, 3);
            Map<String, String> names = Map.of(
                    "app_owner", database.createLogin("owner", "").name(),
                    "stranger", database.createLogin("stranger", "").name(),
                    "migrator", database.createLogin("migrator", "").name(),
                    "chat", database.name());
            Setting setting = new Setting(database, names);
            database.execute("DROP ROLE " + setting.migrator().name() + "; REVOKE CREATE ON SCHEMA public FROM PUBLIC");
            List<String> scripts = RoleScript.blocks(names);
            database.execute(scripts.get(0));
            setting.execute(more + OWN);
            database.execute(scripts.get(1));
            setting.execute(
                    more.isEmpty()
                            ? ""
                            : "GRANT CREATE ON SCHEMA reports TO migrator, app_owner; GRANT USAGE ON SCHEMA reports TO migrator");
            return setting;
        }

        TestLogin migrator() {
            return new TestLogin(database.name() + "_migrator", PASSWORD);
        }

        void execute(String script) {
            if (!script.isEmpty()) {
                database.execute(RoleScript.named(script, names));
            }
        }

        Conversions conversions() {
            return Conversions.as(database.jdbcUrlAs(migrator()), CONVERSION);
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @Majors({14, 15, 17, 18})
    void theRoleOfThePageConvertsUnderLoadAndBack(PostgresServer server) {
        try (Setting setting = Setting.on(server, "")) {
            TestDatabase database = setting.database();
            CatalogSnapshot before = CatalogSnapshot.of(database);
            try (Workload workload = Workload.on(database, "messages")
                    .writers(4)
                    .opsPerSecond(50)
                    .seed(3)
                    .start()) {
                more(workload);
                setting.conversions().apply().done();
                clean(workload.verify());
                more(workload);
                setting.conversions().rollback().done();
                WorkloadReport report = workload.stop();
                clean(workload.verify());
                assertThat(report.errors()).isEmpty();
                assertThat(report.longestStall())
                        .as("%s", report)
                        .isLessThanOrEqualTo(report.stallBound(Duration.ofMillis(300)));
            }
            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        }
    }

    @Majors({15, 17})
    void nothingIsLeftToItInTheEnd(PostgresServer server) {
        try (Setting setting = Setting.on(server, MORE)) {
            TestDatabase database = setting.database();
            Conversions conversions = setting.conversions().set("{ lockTimeout: 5s }");
            CatalogSnapshot before = CatalogSnapshot.of(database);
            conversions.apply().done();
            conversions.rollback().done();
            assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();

            conversions.apply().done();
            conversions.finish().done();
            setting.execute("REVOKE ALL ON SCHEMA reports FROM migrator");
            database.execute(RoleScript.blocks(setting.names()).get(2));

            assertThat(database.queryLong("SELECT count(*) FROM messages")).isEqualTo(2_000);
        }
    }

    private static void more(Workload workload) {
        long soFar = workload.report().ops();
        await().atMost(Duration.ofMinutes(1)).until(() -> workload.report().ops() >= soFar + 500);
    }

    private static void clean(Verdict verdict) {
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
    }

    /** A right that is taken away, and what is said about it. */
    private record Right(String name, int since, String without, String code, String named) {}

    private static Stream<Right> rights() {
        return Stream.of(
                new Right(
                        "membership in the owner",
                        14,
                        "REVOKE app_owner FROM migrator",
                        CommonCodes.NOT_OWNER.id(),
                        "app_owner"),
                new Right(
                        "to act as the owner without a word",
                        17,
                        "GRANT app_owner TO migrator WITH INHERIT FALSE",
                        CommonCodes.NOT_OWNER.id(),
                        "app_owner"),
                new Right(
                        "to become the owner",
                        17,
                        "GRANT app_owner TO migrator WITH SET FALSE",
                        CommonCodes.NO_SET_ROLE.id(),
                        "SET ROLE app_owner"),
                new Right(
                        "a role's own INHERIT",
                        14,
                        "ALTER ROLE migrator NOINHERIT; REVOKE app_owner FROM migrator; GRANT app_owner TO migrator",
                        CommonCodes.NOT_OWNER.id(),
                        "app_owner"),
                new Right(
                        "CREATE on the database",
                        14,
                        "REVOKE CREATE ON DATABASE chat FROM migrator",
                        "E1205",
                        "migrator"),
                new Right(
                        "TEMPORARY on the database",
                        14,
                        "REVOKE TEMPORARY ON DATABASE chat FROM migrator, PUBLIC",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "TEMPORARY"),
                new Right(
                        "CREATE on the schema",
                        14,
                        "REVOKE CREATE ON SCHEMA public FROM migrator, app_owner",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "public"),
                new Right(
                        "the owner's CREATE on the schema",
                        14,
                        "REVOKE CREATE ON SCHEMA public FROM app_owner",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "CREATE"),
                new Right(
                        "USAGE of the schema",
                        14,
                        "REVOKE USAGE ON SCHEMA public FROM migrator, app_owner, PUBLIC",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "USAGE on SCHEMA public"),
                new Right(
                        "USAGE of another schema",
                        14,
                        "REVOKE USAGE ON SCHEMA auth FROM migrator",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "USAGE on SCHEMA auth"),
                new Right(
                        "REFERENCES",
                        14,
                        "REVOKE REFERENCES ON auth.users FROM migrator",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "auth.users"),
                new Right(
                        "EXECUTE of a trigger's function",
                        14,
                        "REVOKE EXECUTE ON FUNCTION auth.touch FROM PUBLIC",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "FUNCTION auth.touch()"),
                new Right(
                        "USAGE of a column's type",
                        14,
                        "REVOKE USAGE ON DOMAIN mood FROM PUBLIC",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "TYPE public.mood"),
                new Right(
                        "USAGE of the language",
                        14,
                        "REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "LANGUAGE plpgsql"),
                new Right(
                        "to all rows",
                        14,
                        "ALTER TABLE messages FORCE ROW LEVEL SECURITY",
                        Codes.FORCED_ROW_SECURITY.id(),
                        "messages"),
                new Right(
                        "membership in the owner of a view",
                        14,
                        "ALTER VIEW room_activity OWNER TO stranger",
                        CommonCodes.NOT_OWNER.id(),
                        "room_activity"),
                new Right(
                        "CREATE on the schema of a view",
                        14,
                        "REVOKE CREATE ON SCHEMA reports FROM migrator, app_owner",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "reports"),
                new Right(
                        "membership in the owner of a publication",
                        14,
                        "ALTER PUBLICATION feed OWNER TO CURRENT_USER",
                        CommonCodes.NOT_OWNER.id(),
                        "feed"),
                new Right(
                        "membership in the owner of statistics",
                        14,
                        "ALTER STATISTICS messages_kinds OWNER TO stranger",
                        CommonCodes.NOT_OWNER.id(),
                        "messages_kinds"),
                new Right(
                        "the owner's own rights",
                        14,
                        "REVOKE UPDATE ON messages FROM app_owner",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "UPDATE"),
                new Right(
                        "an owner's right to create triggers",
                        14,
                        "REVOKE TRIGGER ON messages FROM app_owner",
                        CommonCodes.NO_PRIVILEGE.id(),
                        "TRIGGER"));
    }

    @TestFactory
    Stream<DynamicTest> eachMissingRightIsNamed() {
        return rights().map(right -> DynamicTest.dynamicTest(
                right.name(), () -> isNamed(right, PostgresServer.major(Math.max(15, right.since())))));
    }

    private static void isNamed(Right right, PostgresServer server) {
        try (Setting setting = Setting.on(server, MORE)) {
            setting.conversions().check().done();
            setting.execute(right.without());
            CatalogSnapshot before = CatalogSnapshot.of(setting.database());

            Told checked = setting.conversions().check();
            Told applied = setting.conversions().apply();

            checked.refusedBy(right.code());
            assertThat(applied.outcome()).as(applied.problems().toString()).isEqualTo(Outcome.REFUSED);
            assertThat(applied.problems().stream()
                            .map(problem -> problem.finding())
                            .filter(finding -> finding.code().equals(right.code())))
                    .anySatisfy(finding -> {
                        assertThat(finding.message()).contains(RoleScript.named(right.named(), setting.names()));
                        assertThat(finding.remedy()).endsWith(".");
                    });
            assertThat(before.diff(CatalogSnapshot.of(setting.database()))).isEmpty();
            assertThat(setting.database().queryLong("SELECT count(*) FROM pg_namespace WHERE nspname = 'underpin'"))
                    .isZero();
            givesWhatIsMissing(applied, setting);
        }
    }

    private static final Pattern GIVEN = Pattern.compile(
            "(?:GRANT .+? TO \\S+?(?: WITH (?:SET|INHERIT) TRUE)?|ALTER ROLE \\S+ (?:BYPASSRLS|INHERIT))(?=[.,])");

    /** Does what the remedies say, word for word, until nothing is missing any more. */
    private static void givesWhatIsMissing(Told refused, Setting setting) {
        Set<String> given = new HashSet<>();
        for (Told told = refused;
                told.outcome() == Outcome.REFUSED;
                told = setting.conversions().check()) {
            List<String> statements = told.problems().stream()
                    .flatMap(
                            problem -> GIVEN.matcher(problem.finding().remedy()).results())
                    .map(MatchResult::group)
                    .distinct()
                    .toList();
            assertThat(statements).noneMatch(statement -> statement.matches("GRANT \"?postgres\"? TO .*"));
            if (statements.isEmpty()) {
                assertThat(told.problems().toString())
                        .contains("is a superuser, whose rights are not to be given away");
                return;
            }
            assertThat(given.addAll(statements))
                    .as("was given already: " + statements + "; " + told.problems())
                    .isTrue();
            statements.forEach(setting.database()::execute);
        }
    }

    @Majors({15})
    void hiddenTransactionsAreWaitedFor(PostgresServer server) {
        try (Setting setting = Setting.on(server, "")) {
            setting.execute("REVOKE pg_read_all_stats FROM migrator");
            Told checked = setting.conversions().check();
            checked.warnedOf(CommonCodes.HIDDEN_SESSIONS.id());

            try (var idle = setting.database().session()) {
                idle.begin().queryLong("SELECT 1 FROM pg_class LIMIT 1");
                Told applied = setting.conversions()
                        .set("{ maxLockWait: 2s, onFailure: stop }")
                        .apply();
                assertThat(applied.outcome()).as(applied.problems().toString()).isEqualTo(Outcome.STOPPED);
                assertThat(applied.problems().toString()).contains("E2115");
                idle.rollback();
            }
            setting.conversions().resume().done();
        }
    }
}
