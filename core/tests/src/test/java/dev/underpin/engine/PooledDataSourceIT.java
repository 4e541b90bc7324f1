package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** With an application's own pool: it gets back what it can use. */
@PostgresTest
@SideBySide
class PooledDataSourceIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new BenchPlugin()));
    private static final String INITIAL =
            "SET search_path = app; SET app.tenant = 'seven'; SET statement_timeout = '77s'";

    @TempDir
    private Path directory;

    @BeforeEach
    void goods(TestDatabase database) {
        database.execute("""
                CREATE SCHEMA app;
                CREATE TABLE app.own AS SELECT 42 AS answer;
                CREATE TABLE public.goods (id bigint PRIMARY KEY, v int NOT NULL, note text);
                INSERT INTO public.goods SELECT i, i % 7, 'x' FROM generate_series(1, 300) AS i;
                """);
    }

    private Plan plan() {
        return Plan.parse("""
                apiVersion: underpin/v1
                plan: mirror
                steps:
                  - id: goods
                    uses: bench.mirror
                    with: { table: public.goods, file: "%s" }
                """.formatted(directory.resolve("goods.copy")), "mirror.yaml", REGISTRY, Map.of());
    }

    private static HikariDataSource pool(TestDatabase database, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setMaximumPoolSize(size);
        config.setConnectionInitSql(INITIAL);
        return new HikariDataSource(config);
    }

    private static Underpin underpin(DataSource source) {
        return Underpin.builder().dataSource(source).registry(REGISTRY).build();
    }

    /** Each of its connections, all lent at once, is as the application wants it. */
    private static void usable(HikariDataSource pool, String after) throws SQLException {
        List<Connection> lent = new ArrayList<>();
        try {
            for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
                lent.add(pool.getConnection());
            }
            for (Connection connection : lent) {
                TestSession session = new TestSession(connection);
                assertThat(session.queryLong("SELECT answer FROM own"))
                        .as(after)
                        .isEqualTo(42);
                assertThat(session.queryText("""
                                SELECT concat_ws(' ', current_setting('app.tenant'), current_setting('statement_timeout'),
                                         current_setting('default_transaction_read_only'), current_setting('row_security'), current_setting('application_name'),
                                         (SELECT count(*) FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory'),
                                         (SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()), session_user = current_user)
                                """)).as(after).isEqualTo("seven 77s off on PostgreSQL JDBC Driver 0 0 t");
                session.execute("CREATE TABLE app.written (); DROP TABLE app.written");
                assertThat(connection.getAutoCommit()).as(after).isTrue();
            }
        } finally {
            for (Connection connection : lent) {
                connection.close();
            }
        }
    }

    @Test
    void getsItsConnectionsBackUsable(TestDatabase database) throws SQLException {
        try (HikariDataSource pool = pool(database, 8)) {
            usable(pool, "nothing");
            assertThat(underpin(pool).check(plan()).outcome()).isEqualTo(Outcome.DONE);
            usable(pool, "check");
            RunReport applied = underpin(pool).apply(plan());
            assertThat(applied.findings()).isEmpty();
            usable(pool, "apply");
            assertThat(underpin(pool).verify("mirror").outcome()).isEqualTo(Outcome.DONE);
            usable(pool, "verify");
            assertThat(underpin(pool).rollback("mirror", Optional.empty()).state())
                    .contains(RunState.ROLLED_BACK);
            usable(pool, "rollback");
        }
    }

    @Test
    void getsThemBackUsableAfterARefusalAsWell(TestDatabase database) throws SQLException {
        database.execute("INSERT INTO public.goods VALUES (1000, 2147483647, 'too much')");
        try (HikariDataSource pool = pool(database, 8)) {
            assertThat(underpin(pool).apply(plan()).outcome()).isEqualTo(Outcome.FAILED_ROLLED_BACK);
            usable(pool, "apply");
        }
    }

    @Test
    void worksWithAsManyWorkersAsThePoolHasConnectionsFor(TestDatabase database) throws SQLException {
        try (HikariDataSource pool = pool(database, 6)) {
            assertThat(underpin(pool).apply(plan()).outcome()).isEqualTo(Outcome.DONE);
            assertThat(underpin(pool).rollback("mirror", Optional.empty()).outcome())
                    .isEqualTo(Outcome.DONE);
            usable(pool, "rollback");
        }
    }

    @Test
    void saysAtOnceThatThePoolIsTooSmall(TestDatabase database) throws SQLException {
        try (HikariDataSource pool = pool(database, 3)) {
            long begun = System.nanoTime();
            assertThatThrownBy(() -> underpin(pool).apply(plan()))
                    .isInstanceOfSatisfying(Failure.class, this::tooSmall);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
            usable(pool, "apply");
        }
        assertThat(database.queryBoolean("SELECT to_regnamespace('underpin') IS NULL"))
                .isTrue();
    }

    @Test
    void saysWhatItNeedsIfThePoolIsBusy(TestDatabase database) throws SQLException {
        try (HikariDataSource pool = pool(database, 6);
                Connection used = pool.getConnection();
                Connection another = pool.getConnection()) {
            assertThat(used.isValid(5) && another.isValid(5)).isTrue();
            pool.setConnectionTimeout(500);
            assertThatThrownBy(() -> underpin(pool).apply(plan()))
                    .isInstanceOfSatisfying(Failure.class, this::tooSmall);
        }
    }

    @Test
    void saysThatADataSourceGivesNothing(TestDatabase database) {
        HikariDataSource closed = pool(database, 8);
        closed.close();
        assertThatThrownBy(() -> underpin(closed).check(plan())).isInstanceOfSatisfying(Failure.class, this::nothing);

        PGSimpleDataSource broken = new PGSimpleDataSource() {
            private static final long serialVersionUID = 1L;

            @Override
            public Connection getConnection() {
                throw new IllegalStateException("not today");
            }
        };
        assertThatThrownBy(() -> underpin(broken).check(plan()))
                .isInstanceOfSatisfying(Failure.class, this::nothing)
                .hasMessageContaining("not today");
    }

    private void nothing(Failure failure) {
        assertThat(failure.outcome()).isEqualTo(Outcome.NO_CONNECTION);
        assertThat(failure).hasMessageStartingWith("no connection to the data source's server: ");
        assertThat(failure.problems())
                .allSatisfy(problem -> assertThat(problem.finding().remedy())
                        .contains("data source")
                        .doesNotContain("PGHOST"));
    }

    private void tooSmall(Failure failure) {
        assertThat(failure.outcome()).isEqualTo(Outcome.NO_CONNECTION);
        assertThat(failure.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.finding().code()).isEqualTo("E1107");
            assertThat(problem.finding().message() + problem.finding().remedy()).contains("six");
        });
    }

    @Test
    void tellsWhereAPoolLeads(TestDatabase database) {
        PGSimpleDataSource source = (PGSimpleDataSource) database.dataSource();
        RunReport checked = underpin(source).check(plan());
        assertThat(checked.target()).hasValueSatisfying(target -> {
            assertThat(target.host()).isEqualTo(source.getServerNames()[0]);
            assertThat(target.port()).isEqualTo(source.getPortNumbers()[0]);
        });
    }
}
