package dev.underpin.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.report.RunState;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Await;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Undo;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names that stand in journals, in reports and in plans, each as it has been written: a renamed class does not change them. */
class KindsTest {

    private static Collection<String> names(Class<?> family) {
        return Kinds.all().getOrDefault(family, Map.of()).values();
    }

    private static List<String> constants(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    }

    @Test
    void kindsAreCalledAsTheyAlwaysWere() {
        assertThat(Kinds.all().keySet())
                .containsExactlyInAnyOrder(
                        Action.class,
                        Op.class,
                        Chunks.class,
                        Undo.class,
                        Question.class,
                        Question.PlanExpectation.class,
                        Expect.class);
        assertThat(names(Action.class))
                .containsExactlyInAnyOrder(
                        "transaction", "autocommit", "batches", "export", "await", "parallel", "converge");
        assertThat(names(Op.class)).containsExactlyInAnyOrder("sql", "drain", "check", "identify");
        assertThat(names(Chunks.class)).containsExactlyInAnyOrder("pages", "keys", "log");
        assertThat(names(Undo.class)).containsExactlyInAnyOrder("none", "harmless", "by", "irreversible");
        assertThat(names(Question.class))
                .containsExactlyInAnyOrder("rows", "sample", "matrix", "plan-shape", "timing", "same");
        assertThat(names(Question.PlanExpectation.class))
                .containsExactlyInAnyOrder("uses-index", "no-seq-scan-on", "prunes", "no-join");
        assertThat(names(Expect.class)).containsExactlyInAnyOrder("value", "count", "evidence", "remembered", "noted");
    }

    @Test
    void everyKindHasAName() {
        Kinds.all()
                .forEach((family, kinds) -> assertThat(kinds.keySet())
                        .as(family.getName())
                        .containsExactlyInAnyOrderElementsOf(leaves(family).toList()));
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(KindsTest::leaves)
                : Stream.of(type);
    }

    @Test
    void programsSayTheKindsOfTheirParts() {
        JournalJson json = new JournalJson();
        Program program = Program.of(new Parallel("all", "Wait", 1, List.of(new Await("one", "Wait for one"))));
        String written = json.write(program);
        assertThat(written)
                .isEqualTo("{\"format\":1,\"program\":{\"actions\":[{\"kind\":\"parallel\",\"actions\":"
                        + "[{\"kind\":\"await\",\"key\":\"one\",\"title\":\"Wait for one\"}],"
                        + "\"key\":\"all\",\"title\":\"Wait\",\"workers\":1}],\"notes\":[]}}");
        assertThat(json.readProgram(written)).isEqualTo(program);
    }

    @Test
    void reportsNameTheModesOfActions() {
        assertThat(Kinds.mode(new Await("one", "Wait for one"))).isEqualTo("AWAIT");
        assertThat(Kinds.mode(new Parallel("all", "Wait", 1, List.of()))).isEqualTo("PARALLEL");
    }

    @Test
    void plansNameExpectationsOfPlansOfTheServer() {
        assertThat(((Shape.Variant) Shapes.of(Question.PlanExpectation.class))
                        .cases()
                        .keySet())
                .containsExactlyInAnyOrder("usesIndex", "noSeqScanOn", "prunes", "noJoin");
    }

    @Test
    void statesAndRolesAreCalledAsTheyAlwaysWere() {
        assertThat(constants(RunState.class))
                .containsExactlyInAnyOrder(
                        "PENDING",
                        "RUNNING",
                        "WAITING",
                        "APPLIED",
                        "FAILED",
                        "STOPPED",
                        "ROLLING_BACK",
                        "ROLLED_BACK",
                        "FINALIZED",
                        "SKIPPED");
        assertThat(constants(Operation.class)).containsExactlyInAnyOrder("APPLY", "ROLLBACK", "FINALIZE");
        assertThat(constants(ProgramRole.class))
                .containsExactlyInAnyOrder("APPLY", "ROUND", "UNDO", "FINALIZE", "DUTY");
        assertThat(constants(ProgramState.class)).containsExactlyInAnyOrder("OPEN", "DONE", "ABANDONED");
        assertThat(constants(ActionState.class))
                .containsExactlyInAnyOrder("PENDING", "INTENT", "APPLIED", "SKIPPED", "ABANDONED", "UNDONE");
    }
}
