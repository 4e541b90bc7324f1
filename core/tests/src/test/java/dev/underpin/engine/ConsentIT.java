package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.report.StepReport;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody is asked whether a plan is to be applied: what he was shown is what is done, and nothing before he agrees. */
@PostgresTest
@SideBySide
class ConsentIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new BenchPlugin()));

    @TempDir
    private Path directory;

    private TestDatabase database;
    private final List<RunReport> shown = new ArrayList<>();

    @BeforeEach
    void goods(TestDatabase fresh) {
        database = fresh;
        fresh.execute("""
                CREATE TABLE public.goods (id bigint PRIMARY KEY, v int NOT NULL, note text);
                INSERT INTO public.goods SELECT i, i % 7 FROM generate_series(1, 50) AS i;
                """);
    }

    private Plan plan(String table) {
        return Plan.parse("""
                apiVersion: underpin/v1
                plan: mirror
                prechecks:
                  - { id: fifty, sql: SELECT count(*) FROM public.goods, expect: { value: 50 } }
                steps:
                  - id: goods
                    uses: bench.mirror
                    with: { table: %s, file: "%s" }
                """.formatted(table, directory.resolve("goods.copy")), "mirror.yaml", REGISTRY, Map.of());
    }

    private Underpin underpin() {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .build();
    }

    private static List<String> titles(RunReport report) {
        return report.steps().stream()
                .map(StepReport::actions)
                .flatMap(List::stream)
                .map(action -> action.title())
                .toList();
    }

    @Test
    void whatWasAgreedToIsApplied() {
        RunReport applied = underpin().apply(plan("public.goods"), shown::add);
        assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
        assertThat(shown).hasSize(1);
        assertThat(titles(applied)).isNotEmpty().startsWith(titles(shown.get(0)).get(0));
    }

    @Test
    void nothingIsDoneUnlessSomebodyAgrees() {
        CatalogSnapshot before = CatalogSnapshot.of(database);
        IllegalStateException no = new IllegalStateException("no");
        assertThatThrownBy(() -> underpin().apply(plan("public.goods"), preview -> {
                    throw no;
                }))
                .isSameAs(no);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
    }

    @Test
    void nobodyIsAskedAboutWhatIsRefused() {
        Failure refused =
                catchThrowableOfType(Failure.class, () -> underpin().apply(plan("public.elsewhere"), shown::add));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(shown).isEmpty();
    }

    /** He may have thought for an hour. */
    @Test
    void whatTheDataHasToAnswerIsAskedAfterwards() {
        Failure refused = catchThrowableOfType(
                Failure.class,
                () -> underpin()
                        .apply(
                                plan("public.goods"),
                                preview -> database.execute("INSERT INTO public.goods VALUES (51, 0, NULL)")));
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.problems())
                .anySatisfy(problem -> assertThat(problem.finding().message()).contains("51"));
    }

    @Test
    void nobodyIsAskedTwiceBecauseAConnectionIsLost() {
        RunReport applied = underpin().apply(plan("public.goods"), preview -> {
            shown.add(preview);
            database.queryRows(
                    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'underpin %'");
        });
        assertThat(applied.outcome()).isEqualTo(Outcome.DONE);
        assertThat(shown).hasSize(1);
    }
}
