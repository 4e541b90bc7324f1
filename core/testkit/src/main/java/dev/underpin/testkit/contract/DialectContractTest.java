package dev.underpin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.underpin.db.Blockers;
import dev.underpin.db.RowMapper;
import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.db.SqlFailure;
import dev.underpin.dialect.Dialects;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.ReadPatience;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ActivityStatements;
import dev.underpin.spi.server.ActivityStatements.Idle;
import dev.underpin.spi.server.ActivityStatements.Left;
import dev.underpin.spi.server.AdvisoryLockStatements;
import dev.underpin.spi.server.ErrorMeaning;
import dev.underpin.spi.server.ServerStatements;
import dev.underpin.spi.server.ServerStatements.Storage;
import dev.underpin.spi.server.SessionStatements;
import dev.underpin.spi.server.TimeLimitStatements;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.testkit.Majors;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import dev.underpin.testkit.TestSession;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.jooq.impl.DSL;

/**
 * What every dialect keeps, proven on a real server: names and values come back as they are, its catalog is read, its refusals mean what they
 * mean, sessions behave as they are told and are told apart, locks and borrowed rights end. Subclasses say which dialect it is.
 */
@PostgresTest
@SideBySide
public abstract class DialectContractTest {

    private static final List<String> NAMES = List.of(
            "plain",
            "UPPER",
            "select",
            "with space",
            "quo\"te",
            "it's",
            "semi;colon",
            "back\\slash",
            "{0}",
            "?",
            ":x",
            "$1",
            "ünï-✓",
            "--no comment",
            "/* nor this",
            "a.b");

    private static final List<String> VALUES = List.of(
            "",
            "it's",
            "''",
            "back\\slash",
            "\\'",
            "a\nb\tc",
            "$$",
            "$tag$",
            "{0}",
            "?",
            ":x",
            "--",
            "/*",
            "\"",
            "ünï-✓",
            "E'\\n'");

    private static final String ZOO = """
            CREATE SCHEMA zoo;
            CREATE TYPE zoo.mood AS ENUM ('good', 'b''ad');
            CREATE TABLE zoo.keeper (id int PRIMARY KEY, name text NOT NULL UNIQUE);
            CREATE TABLE zoo.animal (
              id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, keeper int REFERENCES zoo.keeper, name varchar(20) DEFAULT 'it''s',
              weight numeric(10,2) CHECK (weight > 0), born timestamptz, tags text[], mood zoo.mood, code char(3), day date, span interval,
              extra jsonb, key uuid, flag boolean, raw bytea);
            CREATE INDEX animal_name ON zoo.animal (lower(name)) WHERE weight > 1;
            CREATE TABLE zoo.visit (day date NOT NULL, guests int) PARTITION BY RANGE (day);
            CREATE TABLE zoo.visit_2026 PARTITION OF zoo.visit FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            CREATE VIEW zoo.heavy AS SELECT id FROM zoo.animal WHERE weight > 100;
            CREATE MATERIALIZED VIEW zoo.counts AS SELECT count(*) AS n FROM zoo.animal;
            COMMENT ON TABLE zoo.animal IS 'who lives here';
            ALTER TABLE zoo.animal ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON zoo.animal USING (name = current_user);
            """;

    /** The {@link DialectProvider#id() id} of the dialect that the tests' servers are to speak. */
    protected abstract String id();

    /** Dialects beside those that are installed; one takes the place of an installed one of the same id. Default: none. */
    protected List<DialectProvider> dialects() {
        return List.of();
    }

    /** The sessions of an engine that works by the dialect. */
    protected final Sessions sessions(DataSource source) {
        Dialects all = Dialects.installed();
        for (DialectProvider more : dialects()) {
            all = all.with(more);
        }
        return new Sessions(source, all, SearchPath.EMPTY, Duration.ofSeconds(30));
    }

    private Session open(TestDatabase database) {
        return sessions(database.dataSource()).open("contract");
    }

    @Majors
    final void itIsChosenForTheServer(TestDatabase database) {
        try (Session session = open(database)) {
            assertThat(session.dialect().id()).isEqualTo(id());
            assertThat(session.dialect().lineage()).startsWith(id());
            assertThat(session.dialect().name()).isNotBlank();
            assertThat(session.database()).isEqualTo(database.name());
        }
    }

    @Majors
    final void namesComeBackAsTheyAre(TestDatabase database) {
        try (Session session = open(database)) {
            for (String name : NAMES) {
                Sql named = session.dialect().sql("SELECT 1 AS {0}", DSL.quotedName(name));
                assertThat(session.query(named).columns()).containsExactly(name);
            }
            QualifiedName table = QualifiedName.of("public", NAMES.get(4));
            session.execute(session.dialect()
                    .sql(
                            "CREATE TABLE {0} ({1})",
                            table,
                            DSL.list(NAMES.stream()
                                    .map(name -> DSL.field("{0} int", DSL.field(DSL.quotedName(name))))
                                    .toList())));
            assertThat(catalog(session).table(table).orElseThrow().columns())
                    .extracting(Column::name)
                    .containsExactlyElementsOf(NAMES);
        }
    }

    @Majors
    final void valuesComeBackAsTheyAre(TestDatabase database) {
        try (Session session = open(database)) {
            for (String value : VALUES) {
                Sql literal = session.dialect().sql("SELECT {0}", DSL.inline(value));
                assertThat(session.query(literal).first()).isEqualTo(value);
            }
        }
    }

    @Majors
    final void typesAreThoseThatTheCatalogNames(TestDatabase database) {
        database.execute(ZOO);
        try (Session session = open(database)) {
            Table animal =
                    catalog(session).table(QualifiedName.of("zoo", "animal")).orElseThrow();
            QualifiedName copy = QualifiedName.of("zoo", "copy");
            session.execute(session.dialect()
                    .sql(
                            "CREATE TABLE {0} ({1})",
                            copy,
                            DSL.list(animal.columns().stream()
                                    .map(column -> DSL.field(
                                            "{0} {1}",
                                            DSL.field(DSL.quotedName(column.name())), DSL.raw(column.type())))
                                    .toList())));
            assertThat(catalog(session).table(copy).orElseThrow().columns())
                    .extracting(Column::type)
                    .containsExactlyElementsOf(
                            animal.columns().stream().map(Column::type).toList());
            Sql type = session.dialect()
                    .sql(
                            "SELECT {0}",
                            session.dialect()
                                    .statements(ServerStatements.class)
                                    .typeOf(DSL.field("CAST(1 AS bigint)")));
            assertThat(session.query(type).first()).isEqualTo("bigint");
        }
    }

    @Majors
    final void aCatalogIsRead(TestDatabase database) {
        database.execute(ZOO);
        try (Session session = open(database)) {
            Catalog catalog = catalog(session);
            Table animal = catalog.table(QualifiedName.of("zoo", "animal")).orElseThrow();
            assertThat(animal.primaryKey()).isPresent();
            assertThat(animal.comment()).contains("who lives here");
            assertThat(animal.constraints()).hasSizeGreaterThanOrEqualTo(3);
            assertThat(animal.indexes()).hasSize(2);
            assertThat(animal.rowSecurity().policies()).hasSize(1);
            assertThat(catalog.sequencesOf(animal.name())).hasSize(1);
            assertThat(catalog.tree(QualifiedName.of("zoo", "visit"))).hasSize(2);
            assertThat(catalog.view(QualifiedName.of("zoo", "heavy"))).isPresent();
            assertThat(catalog.kind(QualifiedName.of("zoo", "counts"))).contains(RelationKind.MATERIALIZED_VIEW);
            assertThat(catalog.dependents(animal.name())).isNotEmpty();
            assertThat(catalog.table(QualifiedName.of("zoo", "unicorn"))).isEmpty();
            assertThat(catalog.hasSchema("zoo")).isTrue();
            assertThat(catalog.principal().name()).isEqualTo(session.user());
        }
    }

    @Majors
    final void refusalsMeanWhatTheyMean(TestDatabase database) {
        database.execute("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)");
        TestLogin nobody = database.createLogin("nobody", "");
        try (Session session = open(database);
                TestSession other = database.session();
                Session stranger = sessions(database.dataSourceAs(nobody)).open("stranger")) {
            assertThat(refused(session, "SELECT * FROM public.nowhere").means(ErrorMeaning.UNDEFINED_RELATION))
                    .isTrue();
            assertThat(refused(session, "SELECT nothing FROM public.t").means(ErrorMeaning.UNDEFINED_RELATION))
                    .isTrue();
            assertThat(refused(session, "SELECT public.nofunction()").somethingMissing())
                    .isTrue();
            assertThat(refused(session, "DROP TABLE public.nowhere").means(ErrorMeaning.STRUCTURE_CHANGED))
                    .isTrue();
            assertThat(refused(session, "SELECT FROM WHERE").grammatical()).isTrue();
            assertThat(refused(session, "CREATE SCHEMA public").means(ErrorMeaning.DUPLICATE_SCHEMA))
                    .isTrue();
            assertThat(refused(session, "SET no_such_setting_at_all = 1").means(ErrorMeaning.SETTING_REFUSED))
                    .isTrue();
            assertThat(refused(stranger, "SELECT * FROM public.t").means(ErrorMeaning.FORBIDDEN))
                    .isTrue();
            SqlFailure unique = refused(session, "INSERT INTO public.t VALUES (1)");
            assertThat(unique.saysNothing()).isFalse();
            assertThat(unique.remedy()).isEmpty();
            assertThat(session.readingOnly(() -> refused(session, "DELETE FROM public.t"))
                            .readOnly())
                    .isTrue();

            TimeLimitStatements limits = session.dialect().statements(TimeLimitStatements.class);
            other.execute("BEGIN; LOCK TABLE t");
            session.command(limits.lockWait(Duration.ofMillis(50)));
            assertThat(refused(session, "SELECT * FROM public.t").lockNotAvailable())
                    .isTrue();
            session.command(limits.lockWait(Duration.ZERO));
            other.execute("ROLLBACK");
            SqlFailure timedOut = session.rolledBack(() -> {
                session.command(limits.statement(Duration.ofMillis(50)));
                return refused(session, "SELECT pg_catalog.pg_sleep(10)");
            });
            assertThat(timedOut.canceled()).isTrue();
            assertThat(timedOut.saysNothing()).isTrue();
        }
    }

    @Majors
    final void aDeadlockAndALostSessionAreTold(TestDatabase database) {
        database.execute("CREATE TABLE a (id int); CREATE TABLE b (id int)");
        try (Session session = open(database);
                Session second = open(database);
                TestSession other = database.session()) {
            other.execute("SET deadlock_timeout = '1h'");
            int waiting = other.backendPid();
            other.execute("BEGIN");
            other.execute("LOCK TABLE a");
            session.begin();
            session.command("LOCK TABLE public.b");
            CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> other.execute("LOCK TABLE b"));
            Blockers blockers = new Blockers(second);
            await().until(() -> !blockers.of(waiting).isEmpty());
            assertThat(refused(session, "LOCK TABLE public.a").deadlock()).isTrue();
            session.rollback(null);
            waits.join();
            other.execute("ROLLBACK");

            ActivityStatements activity = second.dialect().statements(ActivityStatements.class);
            int process = session.backendPid();
            List<Left> left = List.of(new Left(process, session.backend().started()));
            assertThat(RowMapper.map(second.query(activity.idle(List.of(process))), Idle.class))
                    .extracting(Idle::process)
                    .containsExactly(process);
            second.query(activity.end(List.of(new Left(process, "another")), Duration.ofSeconds(1)));
            assertThat(session.usable()).isTrue();
            assertThat(second.query(activity.end(left, Duration.ofSeconds(10))).first())
                    .isEqualTo("f");
            assertThat(refused(session, "SELECT 1").connectionLost()).isTrue();
        }
    }

    @Majors
    final void whoIsInTheWayIsSeen(TestDatabase database) {
        database.execute("CREATE TABLE t (id int)");
        QualifiedName table = QualifiedName.of("public", "t");
        try (Session session = open(database);
                Session watching = open(database);
                TestSession other = database.session()) {
            Blockers blockers = new Blockers(watching);
            assertThat(blockers.of(session.backendPid())).isEmpty();
            other.execute("BEGIN; LOCK TABLE t IN SHARE MODE");
            assertThat(blockers.longHolders(table, LockMode.ACCESS_EXCLUSIVE, Duration.ZERO, watching.backendPid()))
                    .singleElement()
                    .asString()
                    .contains(String.valueOf(other.backendPid()));
            assertThat(blockers.longHolders(table, LockMode.ACCESS_SHARE, Duration.ZERO, watching.backendPid()))
                    .isEmpty();
            CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> session.transaction(() -> {
                session.command("LOCK TABLE public.t");
                return true;
            }));
            await().until(() -> !blockers.of(session.backendPid()).isEmpty());
            assertThat(blockers.of(session.backendPid()))
                    .singleElement()
                    .asString()
                    .contains(String.valueOf(other.backendPid()));
            session.cancel();
            assertThatThrownBy(waits::join).hasCauseInstanceOf(SqlFailure.class);
            other.execute("ROLLBACK; BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");

            List<String> holders = blockers.snapshotHolders();
            assertThat(holders).isNotEmpty();
            assertThat(blockers.stillHolding(holders))
                    .anyMatch(text -> text.contains(String.valueOf(other.backendPid())));
            other.execute("ROLLBACK");
            assertThat(blockers.stillHolding(holders)).isEmpty();
            assertThat(blockers.stillHolding(List.of())).isEmpty();
        }
    }

    @Majors
    final void sessionsBehaveAsTheyAreTold(TestDatabase database) {
        TestLogin peculiar = database.createLogin("peculiar", "");
        database.execute("""
                ALTER ROLE %1$s SET search_path = public; ALTER ROLE %1$s SET "TimeZone" = 'Asia/Tokyo';
                ALTER ROLE %1$s SET statement_timeout = '1h'; ALTER ROLE %1$s SET row_security = on;
                ALTER ROLE %1$s SET default_transaction_read_only = on; ALTER ROLE %1$s SET "DateStyle" = 'German'
                """.formatted(peculiar.name()));
        Sessions sessions = sessions(database.dataSourceAs(peculiar));
        try (Session session = sessions.open("contract");
                Session reading = sessions.openReadOnly("reading")) {
            SessionStatements says = session.dialect().statements(SessionStatements.class);
            Set<String> names = says.settings().keySet();
            List<String> settable = session.query(says.settable(names)).values().stream()
                    .map(row -> String.valueOf(row.get(0)))
                    .toList();
            assertThat(settable).hasSizeGreaterThan(names.size() / 2);
            for (String name : settable) {
                assertThat(session.query(session.dialect().sql("SHOW {0}", DSL.keyword(name)))
                                .first())
                        .as(name)
                        .isEqualTo(says.settings().get(name));
            }
            assertThat(refused(session, "SELECT * FROM nowhere_in_particular").somethingMissing())
                    .isTrue();
            assertThat(refused(reading, "CREATE TEMPORARY TABLE x (id int)").readOnly())
                    .isTrue();
            assertThat(session.query(says.process()).first()).isEqualTo(String.valueOf(session.backendPid()));
            assertThat(session.backend()).isNotEqualTo(reading.backend());
        }
    }

    @Majors
    final void advisoryLocksAreExclusiveAndEnd(TestDatabase database) {
        long key = Long.MIN_VALUE + 4711;
        try (Session one = open(database);
                Session other = open(database)) {
            AdvisoryLockStatements locks = one.dialect().statements(AdvisoryLockStatements.class);
            assertThat(one.query(locks.tryAlone(key)).first()).isEqualTo("t");
            assertThat(other.query(locks.tryAlone(key)).first()).isEqualTo("f");
            assertThat(other.query(locks.tryShared(key)).first()).isEqualTo("f");
            assertThat(held(other, one)).containsExactly(String.valueOf(key));
            assertThat(held(other, other)).isEmpty();
            one.query(locks.release(key));
            assertThat(other.query(locks.tryShared(key)).first()).isEqualTo("t");
            assertThat(one.query(locks.tryShared(key)).first()).isEqualTo("t");
            try (Session brief = open(database)) {
                assertThat(brief.query(locks.tryAlone(key + 1)).first()).isEqualTo("t");
            }
            one.transaction(() -> one.query(locks.untilCommit(key + 2)));
            assertThat(other.query(locks.tryAlone(key + 2)).first()).isEqualTo("t");
            await().untilAsserted(() ->
                    assertThat(other.query(locks.tryAlone(key + 1)).first()).isEqualTo("t"));
        }
    }

    @Majors
    final void borrowedRightsEnd(TestDatabase database) {
        TestLogin app = database.createLogin("app", "");
        database.execute(
                "CREATE TABLE secret (id int); GRANT CREATE ON SCHEMA public TO " + app.name() + "; SET ROLE "
                        + app.name()
                        + "; CREATE FUNCTION public.grab() RETURNS int LANGUAGE plpgsql AS 'BEGIN RESET ROLE; RETURN (SELECT count(*) FROM public.secret); END'");
        try (Session session = open(database)) {
            Dialect dialect = session.dialect();
            String me = String.valueOf(
                    session.query(dialect.sql("SELECT CURRENT_USER")).first());
            assertThat(session.query(dialect.sql("SELECT CURRENT_USER").as(app.name()))
                            .first())
                    .isEqualTo(app.name());
            assertThatThrownBy(() ->
                            session.query(dialect.sql("SELECT public.grab()").as(app.name())))
                    .isInstanceOf(SqlFailure.class);
            assertThatThrownBy(() -> session.execute(
                            dialect.sql("SELECT id FROM public.secret").as(app.name())))
                    .isInstanceOfSatisfying(
                            SqlFailure.class,
                            refused -> assertThat(refused.means(ErrorMeaning.FORBIDDEN))
                                    .isTrue());
            assertThat(session.query(dialect.sql("SELECT CURRENT_USER")).first())
                    .isEqualTo(me);
            assertThat(session.query(dialect.sql("SELECT count(*) FROM public.secret"))
                            .first())
                    .isEqualTo("0");
        }
    }

    @Majors
    final void theServerTellsItsClockAndHowATableLies(TestDatabase database) {
        database.execute("CREATE TABLE t AS SELECT generate_series(1, 10000) AS id");
        try (Session session = open(database)) {
            ServerStatements facts = session.dialect().statements(ServerStatements.class);
            Instant now = Instant.EPOCH.plus(
                    Long.parseLong(String.valueOf(session.query(facts.now()).first())), ChronoUnit.MICROS);
            assertThat(Duration.between(now, Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
            Storage before = storage(session);
            assertThat(before.pages()).isPositive();
            database.execute("VACUUM FULL t");
            assertThat(storage(session).file()).isNotEqualTo(before.file());
            assertThat(session.query(facts.storage(QualifiedName.of("public", "nowhere")))
                            .size())
                    .isZero();
            assertThat(session.query(facts.extension("plpgsql")).size()).isOne();
            assertThat(session.query(facts.extension("no such")).size()).isZero();
        }
    }

    private static Storage storage(Session session) {
        Sql question = session.dialect().statements(ServerStatements.class).storage(QualifiedName.of("public", "t"));
        return RowMapper.map(session.query(question), Storage.class).get(0);
    }

    private static List<String> held(Session asking, Session holder) {
        AdvisoryLockStatements locks = asking.dialect().statements(AdvisoryLockStatements.class);
        Sql question = asking.dialect()
                .sql(
                        "SELECT k.key FROM (VALUES ({0})) AS l (process) CROSS JOIN LATERAL ({1}) AS k (key)",
                        DSL.inline(holder.backendPid()), locks.heldBy("l.process"));
        return asking.query(question).values().stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    private static Catalog catalog(Session session) {
        return session.dialect().catalog(session.dsl(), ReadPatience.OF_SESSION);
    }

    private static SqlFailure refused(Session session, String statement) {
        SqlFailure refusal = catchThrowableOfType(SqlFailure.class, () -> session.execute(Sql.of(statement)));
        assertThat(refusal).as(statement).isNotNull();
        return refusal;
    }
}
