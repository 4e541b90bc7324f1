package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.testkit.Matrix;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A step with an action of every kind, through the real engine on a real server. */
@PostgresTest
@SideBySide
class EngineIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new BenchPlugin()));

    @TempDir
    private Path directory;

    private void goods(TestDatabase database) {
        database.execute("""
                CREATE TABLE public.goods (id bigint PRIMARY KEY, v int NOT NULL, note text);
                INSERT INTO public.goods SELECT i, i % 7, repeat('x', 200) FROM generate_series(1, 5000) AS i;
                """);
    }

    private Plan plan() {
        return plan("");
    }

    private Plan plan(String more) {
        return Plan.parse("""
                apiVersion: underpin/v1
                plan: mirror
                %s
                steps:
                  - id: goods
                    uses: bench.mirror
                    with: { table: public.goods, file: "%s" }
                """.formatted(more, directory.resolve("goods.copy")), "mirror.yaml", REGISTRY, Map.of());
    }

    private static Underpin underpin(TestDatabase database, Failpoints failpoints) {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .failpoints(failpoints)
                .build();
    }

    private static List<String> relations(TestDatabase database) {
        return database.queryTexts(
                "SELECT c.oid::regclass::text || ' ' || c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' ORDER BY 1");
    }

    private static long differences(TestDatabase database) {
        return database.queryLong(
                "SELECT count(*) FROM ((SELECT id, v + 100, note FROM public.goods EXCEPT ALL TABLE public.goods_copy) UNION ALL (TABLE public.goods_copy EXCEPT ALL SELECT id, v + 100, note FROM public.goods)) AS d");
    }

    @Test
    void appliesVerifiesAndRollsBack(TestDatabase database) throws IOException {
        goods(database);
        List<String> before = relations(database);
        try (Underpin underpin = underpin(database, Failpoints.NONE)) {
            RunReport applied = underpin.apply(plan());

            assertThat(applied.findings()).isEmpty();
            assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
            assertThat(applied.state()).contains(RunState.APPLIED);
            assertThat(differences(database)).isZero();
            assertThat(directory.resolve("goods.copy")).exists();
            assertThat(directory.resolve("goods.copy.manifest")).content().contains("rows: 5000");
            assertThat(Files.getPosixFilePermissions(directory.resolve("goods.copy")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(underpin.verify("mirror").outcome()).isEqualTo(Outcome.DONE);
            assertThat(underpin.apply(plan()).findings())
                    .singleElement()
                    .satisfies(
                            problem -> assertThat(problem.finding().message()).contains("already applied"));
        }
        try (Underpin underpin = underpin(database, Failpoints.NONE)) {
            RunReport rolledBack = underpin.rollback("mirror", Optional.empty());

            assertThat(rolledBack.state()).contains(RunState.ROLLED_BACK);
            assertThat(relations(database)).isEqualTo(before);
        }
    }

    @Test
    void previewChangesNothingAndSaysWhatApplyExecutes(TestDatabase database) {
        goods(database);
        List<String> before = relations(database);
        RunReport preview = underpin(database, Failpoints.NONE).preview(plan());
        assertThat(relations(database)).isEqualTo(before);
        assertThat(database.queryBoolean("SELECT to_regnamespace('underpin') IS NULL"))
                .isTrue();

        RunReport applied = underpin(database, Failpoints.NONE).apply(plan());

        assertThat(keys(applied)).isEqualTo(keys(preview));
        assertThat(preview.steps().get(0).actions())
                .allSatisfy(action -> assertThat(applied.steps().get(0).actions())
                        .anySatisfy(executed -> assertThat(executed.sql()).isEqualTo(action.sql())));
    }

    private static List<String> keys(RunReport report) {
        return report.steps().get(0).actions().stream()
                .map(action -> action.key())
                .toList();
    }

    /** Each moment at which a run of this step can die, in the order in which they come. */
    private List<String> moments(TestDatabase database, boolean rollback) {
        Set<String> seen = new TreeSet<>();
        List<String> moments = new ArrayList<>();
        Failpoints recorder = (point, where) -> {
            if (seen.add(point.id() + " " + where)) {
                synchronized (moments) {
                    moments.add(point.id() + " " + where);
                }
            }
        };
        Underpin underpin = underpin(database, recorder);
        assertThat(underpin.apply(plan()).findings()).isEmpty();
        if (rollback) {
            moments.clear();
            seen.clear();
            underpin.rollback("mirror", Optional.empty());
        }
        return List.copyOf(moments);
    }

    private static Failpoints crashAt(String moment) {
        return (point, where) -> {
            if ((point.id() + " " + where).equals(moment)) {
                throw new SimulatedCrash();
            }
        };
    }

    @Test
    void convergesAfterADeathAtEachMomentOfApply(TestDatabase database) {
        goods(database);
        List<String> before = relations(database);
        List<String> moments = moments(database, false);
        assertThat(moments).hasSizeGreaterThan(30);
        int settled = moments.indexOf(Failpoint.TRANSACTION_BEFORE_COMMIT.id() + " settle");
        underpin(database, Failpoints.NONE).rollback("mirror", Optional.empty());
        for (String moment : Matrix.some(moments, "convergesAfterADeathAtEachMomentOfApply")) {
            assertThatThrownBy(() -> underpin(database, crashAt(moment)).apply(plan()))
                    .as(moment)
                    .isInstanceOf(SimulatedCrash.class);
            if (moments.indexOf(moment) <= settled) {
                database.execute("UPDATE public.goods SET v = v + 1 WHERE id % 100 = 3");
            }

            RunReport resumed = underpin(database, Failpoints.NONE).resume("mirror");

            assertThat(resumed.outcome()).as(moment).isEqualTo(Outcome.DONE);
            assertThat(resumed.state()).as(moment).contains(RunState.APPLIED);
            underpin(database, Failpoints.NONE).rollback("mirror", Optional.empty());
            assertThat(relations(database)).as(moment).isEqualTo(before);
        }
    }

    @Test
    void leavesNothingAfterADeathAtEachMomentAndARollback(TestDatabase database) {
        goods(database);
        List<String> before = relations(database);
        List<String> moments = moments(database, false);
        underpin(database, Failpoints.NONE).rollback("mirror", Optional.empty());
        for (String moment : Matrix.some(moments, "leavesNothingAfterADeathAtEachMomentAndARollback")) {
            assertThatThrownBy(() -> underpin(database, crashAt(moment)).apply(plan()))
                    .as(moment)
                    .isInstanceOf(SimulatedCrash.class);

            RunReport rolledBack = underpin(database, Failpoints.NONE).rollback("mirror", Optional.empty());

            assertThat(rolledBack.state()).as(moment).contains(RunState.ROLLED_BACK);
            assertThat(relations(database)).as(moment).isEqualTo(before);
        }
    }

    @Test
    void finishesARollbackThatDiedAtAnyMoment(TestDatabase database) {
        goods(database);
        List<String> before = relations(database);
        List<String> moments = moments(database, true);
        assertThat(moments).contains(Failpoint.ROLLBACK_BEGUN.id() + " mirror");
        for (String moment : Matrix.some(moments, "finishesARollbackThatDiedAtAnyMoment")) {
            underpin(database, Failpoints.NONE).apply(plan());
            assertThatThrownBy(() -> underpin(database, crashAt(moment)).rollback("mirror", Optional.empty()))
                    .as(moment)
                    .isInstanceOf(SimulatedCrash.class);
            if (!moment.startsWith(Failpoint.RUN_ROLLED_BACK.id())) {
                underpin(database, Failpoints.NONE).resume("mirror");
            }
            assertThat(relations(database)).as(moment).isEqualTo(before);
        }
    }

    @Test
    void endsWithoutAWayBackAfterFinalize(TestDatabase database) {
        goods(database);
        Underpin underpin = underpin(database, Failpoints.NONE);
        underpin.apply(plan());
        assertThat(underpin.finalizeRun("mirror").state()).contains(RunState.FINALIZED);
        assertThatThrownBy(() -> underpin.rollback("mirror", Optional.empty()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED));
    }

    @Test
    void namesWhoKeepsItFromItsLocksAndThrowsNothingAway(TestDatabase database) {
        goods(database);
        List<String> before = relations(database);
        try (TestSession writer = database.session().begin()) {
            writer.execute("SET LOCAL application_name = 'nightly report'");
            writer.execute("UPDATE public.goods SET v = v WHERE id = 1");

            RunReport stopped = underpin(database, Failpoints.NONE).apply(plan("settings: { maxLockWait: 1s }"));

            assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
            assertThat(stopped.findings()).singleElement().satisfies(problem -> {
                assertThat(problem.finding().code()).isEqualTo("E2103");
                assertThat(problem.details())
                        .singleElement()
                        .asString()
                        .contains("blocked by pid " + writer.backendPid(), "app=nightly report");
            });
            writer.rollback();
        }
        assertThat(underpin(database, Failpoints.NONE).resume("mirror").state()).contains(RunState.APPLIED);
        underpin(database, Failpoints.NONE).rollback("mirror", Optional.empty());
        assertThat(relations(database)).isEqualTo(before);
    }

    @Test
    void aRoleThatMayNotUseTheJournalIsToldSo(TestDatabase database) {
        goods(database);
        underpin(database, Failpoints.NONE).apply(plan());
        PGSimpleDataSource stranger = new PGSimpleDataSource();
        stranger.setUrl(database.jdbcUrlAs(database.createLogin("stranger", "")));
        Underpin underpin =
                Underpin.builder().dataSource(stranger).registry(REGISTRY).build();

        assertThatThrownBy(() -> underpin.rollback("mirror", Optional.empty()))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.outcome()).isEqualTo(Outcome.REFUSED);
                    assertThat(failure.problems().get(0).finding().code()).isEqualTo("E1210");
                });
    }
}
