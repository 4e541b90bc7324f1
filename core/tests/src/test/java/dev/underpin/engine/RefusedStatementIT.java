package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.RefusingServer;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever statement the server refuses, a command ends with a report or a {@link Failure}, as is promised to applications. */
@PostgresTest
@SideBySide
class RefusedStatementIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new BenchPlugin()));

    /** With so many statements a command opens its sessions. */
    private static final int OPENING = 18;

    @TempDir
    private Path directory;

    private TestDatabase database;

    @BeforeEach
    void goods(TestDatabase fresh) {
        database = fresh;
        fresh.execute("""
                CREATE TABLE public.goods (id bigint PRIMARY KEY, v int NOT NULL, note text);
                INSERT INTO public.goods SELECT i, i % 7, 'x' FROM generate_series(1, 50) AS i;
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

    private Underpin direct() {
        return Underpin.builder()
                .dataSource(database.dataSource())
                .registry(REGISTRY)
                .build();
    }

    /** Of all that it says, until there is no further one. */
    private void refusing(String what, int first, int stride, Consumer<Underpin> command, Runnable after) {
        for (int nth = first; ; nth += stride) {
            RefusingServer server = new RefusingServer(database.dataSource(), nth);
            try {
                command.accept(Underpin.builder()
                        .dataSource(server.dataSource())
                        .registry(REGISTRY)
                        .build());
            } catch (Failure told) {
                assertThat(told.problems()).isNotEmpty();
            } catch (RuntimeException other) {
                throw new AssertionError(what + ": refused at statement " + nth, other);
            }
            after.run();
            if (!server.refused()) {
                return;
            }
        }
    }

    @Test
    void isToldByCommandsThatLook() {
        Plan plan = plan();
        assertThat(direct().apply(plan).outcome()).isEqualTo(Outcome.DONE);

        refusing("status", 1, 1, underpin -> underpin.status(Optional.empty()), () -> {});
        refusing("verify", OPENING, 13, underpin -> underpin.verify(plan), () -> {});
        refusing(
                "preview of a rollback",
                OPENING,
                13,
                underpin -> underpin.previewRollback("mirror", Optional.empty()),
                () -> {});
        refusing("preview of a finalize", OPENING, 13, underpin -> underpin.previewFinalize("mirror"), () -> {});
        refusing("maintain", OPENING, 5, underpin -> underpin.maintain(Optional.empty(), true), () -> {});
        assertThat(direct().rollback("mirror", Optional.empty()).outcome()).isEqualTo(Outcome.DONE);
        refusing("check", OPENING, 13, underpin -> underpin.check(plan), () -> {});
        refusing("preview", OPENING, 13, underpin -> underpin.preview(plan), () -> {});
    }

    @Test
    void isToldByCommandsThatChange() {
        Plan plan = plan();
        refusing("apply", OPENING, 23, underpin -> underpin.apply(plan), this::rolledBack);
        refusing(
                "rollback",
                OPENING,
                23,
                underpin -> {
                    if (direct().apply(plan).outcome() == Outcome.DONE) {
                        underpin.rollback("mirror", Optional.empty());
                    }
                },
                this::rolledBack);
    }

    /** From wherever it is. */
    private void rolledBack() {
        try {
            direct().rollback("mirror", Optional.empty());
        } catch (Failure nothingToRollBack) {
            assertThat(nothingToRollBack.outcome()).isEqualTo(Outcome.REFUSED);
        }
        assertThat(database.queryTexts(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"))
                .containsExactly("goods");
    }
}
