package dev.underpin.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.control.Failpoints;
import dev.underpin.plan.ConfigCodec;
import dev.underpin.plan.PlanStep;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.ActionReport;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.report.StepReport;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.finding.Finding.Severity;
import dev.underpin.testkit.Matrix;
import dev.underpin.testkit.PostgresServer;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestSession;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/**
 * What every step type keeps, proven for each scenario through the real engine on a real server. Subclasses supply the
 * scenarios and nothing else.
 */
@SideBySide
public abstract class StepContractTest {

    /** At least one for each way in which the step type can be used. */
    protected abstract List<Scenario> scenarios();

    /** The step types that the scenarios' plans use. Default: those that are installed. */
    protected PluginRegistry registry() {
        return PluginRegistry.load();
    }

    /** Dialects beside those that are installed; one takes the place of an installed one of the same id. Default: none. */
    protected List<DialectProvider> dialects() {
        return List.of();
    }

    @TestFactory
    final Stream<DynamicTest> previewChangesNothingAndWaitsForNobody() {
        return each(subject -> {
            Subject.State before = subject.state();
            try (TestSession writer = subject.database().session()) {
                writer.execute("BEGIN");
                writer.queryTexts(
                                "SELECT format('LOCK TABLE %s IN EXCLUSIVE MODE', c.oid::regclass) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')")
                        .forEach(writer::execute);

                RunReport preview = subject.preview();

                assertThat(errors(preview)).isEmpty();
                writer.execute("ROLLBACK");
            }
            assertThat(subject.state()).isEqualTo(before);
            assertThat(subject.database().queryBoolean("SELECT to_regnamespace('underpin') IS NULL"))
                    .isTrue();
        });
    }

    @TestFactory
    final Stream<DynamicTest> executesExactlyWhatItPreviewedVerifiesItAndDoesItOnce() {
        return eachWith((scenario, subject) -> {
            Subject.State before = subject.state();
            RunReport preview = subject.preview();
            RunReport applied = applied(subject);
            assertThat(promises(applied)).isEqualTo(promises(preview));
            Subject.State after = subject.state();
            assertThat(after.structure().equals(before.structure()))
                    .as("the structure is as before")
                    .isNotEqualTo(scenario.traits().changesStructure());
            assertThat(errors(subject.underpin(Failpoints.NONE).verify(Subject.PLAN)))
                    .isEmpty();

            RunReport again = subject.apply();

            assertThat(again.outcome()).isEqualTo(Outcome.DONE);
            assertThat(subject.state()).isEqualTo(after);
        });
    }

    /** And a prediction of the catalog, if there is one, comes true. */
    @TestFactory
    final Stream<DynamicTest> rollsBackToTheLetterWhatCameAsPredicted() {
        return onBothServers((scenario, subject) -> {
            Subject.State before = subject.state();
            Predictions predictions = subject.predictions();
            assertThat(predictions.known()).isEqualTo(scenario.traits().predicts());
            applied(subject);
            if (predictions.known()) {
                predictions.compareWithRead();
            }

            rolledBack(subject);

            assertSame(before, subject.state(), "after the rollback");
            applied(subject);
        });
    }

    /** There and back: an apply that dies is resumed, the rollback that follows dies and is begun again. */
    @TestFactory
    final Stream<DynamicTest> convergesAfterADeathAtEachMoment() {
        return eachThatDies((scenario, subject) -> {
            Subject.State before = subject.state();
            Moments there = new Moments();
            carriedOut(subject.apply(there), RunState.APPLIED, "apply");
            Subject.State applied = subject.state();
            Moments back = new Moments();
            carriedOut(subject.rollback(back), RunState.ROLLED_BACK, "rollback");
            Iterator<Moments.Moment> applies = Matrix.some(there.passed(), "apply, resume " + scenario.name())
                    .iterator();
            Iterator<Moments.Moment> rollbacks = Matrix.some(back.passed(), "roll back, again " + scenario.name())
                    .iterator();
            while (applies.hasNext() || rollbacks.hasNext()) {
                if (applies.hasNext()) {
                    Moments.Moment moment = applies.next();
                    dies(() -> subject.apply(moment.deadly()), moment);
                    carriedOut(subject.resumeOrApply(), RunState.APPLIED, "resume after " + moment);
                    assertSame(applied, subject.state(), moment.toString());
                } else {
                    applied(subject);
                }
                if (rollbacks.hasNext()) {
                    Moments.Moment moment = rollbacks.next();
                    dies(() -> subject.rollback(moment.deadly()), moment);
                    if (subject.isUnderway()) {
                        carriedOut(subject.rollback(), RunState.ROLLED_BACK, "rollback after " + moment);
                    }
                    assertSame(before, subject.state(), moment.toString());
                } else {
                    rolledBack(subject);
                }
            }
        });
    }

    @TestFactory
    final Stream<DynamicTest> rollsBackAfterADeathAtEachMoment() {
        return eachThatDies((scenario, subject) -> {
            Subject.State before = subject.state();
            Moments moments = new Moments();
            carriedOut(subject.apply(moments), RunState.APPLIED, "apply");
            rolledBack(subject);
            for (Moments.Moment moment : Matrix.some(moments.passed(), "apply, roll back " + scenario.name())) {
                dies(() -> subject.apply(moment.deadly()), moment);

                carriedOut(subject.rollback(), RunState.ROLLED_BACK, "rollback after " + moment);
                assertSame(before, subject.state(), moment.toString());
            }
        });
    }

    @TestFactory
    final Stream<DynamicTest> finalizesAlsoAfterADeath() {
        return each(subject -> {
            applied(subject);
            Moments moments = new Moments();
            dies(
                    () -> subject.finish((point, where) -> {
                        moments.reached(point, where);
                        throw new SimulatedDeath();
                    }),
                    "the first moment of finalize");

            carriedOut(subject.resumeOrApply(), RunState.FINALIZED, "finalize after a death");
            assertThat(moments.passed()).hasSize(1);
        });
    }

    @TestFactory
    final Stream<DynamicTest> writesItsConfigurationAsItReadsIt() {
        ConfigCodec codec = new ConfigCodec();
        return each(subject -> {
            for (PlanStep step : subject.plan().steps()) {
                Record config = step.config();
                assertThat(codec.read(codec.write(config), config.getClass())).isEqualTo(config);
            }
        });
    }

    private static RunReport applied(Subject subject) {
        return carriedOut(subject.apply(), RunState.APPLIED, "apply");
    }

    private static void rolledBack(Subject subject) {
        carriedOut(subject.rollback(), RunState.ROLLED_BACK, "rollback");
    }

    /** What went wrong is told before what did not come of it. */
    private static RunReport carriedOut(RunReport report, RunState state, String command) {
        assertThat(errors(report)).as("errors of the %s", command).isEmpty();
        assertThat(report.outcome()).as("outcome of the %s", command).isEqualTo(Outcome.DONE);
        assertThat(report.state()).as("state after the %s", command).contains(state);
        return report;
    }

    private static void dies(Runnable run, Object moment) {
        assertThatThrownBy(run::run).as("dies at %s", moment).isInstanceOf(SimulatedDeath.class);
    }

    private static void assertSame(Subject.State expected, Subject.State actual, String when) {
        assertThat(actual.structure())
                .as(() -> when + ":\n" + expected.structure().diff(actual.structure()))
                .isEqualTo(expected.structure());
        assertThat(actual.contents()).as(when).isEqualTo(expected.contents());
    }

    private static List<String> errors(RunReport report) {
        return report.findings().stream()
                .filter(problem -> problem.finding().severity() == Severity.ERROR)
                .map(problem ->
                        problem.finding().code() + " " + problem.finding().message() + " " + problem.details())
                .toList();
    }

    /** The actions outside phases, and the first round of each phase, with their statements. */
    private static List<String> promises(RunReport report) {
        return report.steps().stream()
                .map(StepReport::actions)
                .flatMap(List::stream)
                .flatMap(StepContractTest::promises)
                .toList();
    }

    private static Stream<String> promises(ActionReport action) {
        return Stream.concat(
                Stream.of(action.mode() + " " + action.key() + " " + action.sql() + " " + action.locks()),
                action.mode().equals("CONVERGE")
                        ? Stream.empty()
                        : action.inner().stream().flatMap(StepContractTest::promises));
    }

    private Stream<DynamicTest> each(ThrowingConsumer<Subject> test) {
        return eachWith((scenario, subject) -> test.accept(subject));
    }

    private Stream<DynamicTest> eachThatDies(ScenarioTest test) {
        return of(scenarios().stream().filter(scenario -> scenario.traits().diesEverywhere()), test);
    }

    private Stream<DynamicTest> eachWith(ScenarioTest test) {
        return of(scenarios().stream(), test);
    }

    /** The shared server, and today's minor release if it is installed: what holds a catalog against another one. */
    private Stream<DynamicTest> onBothServers(ScenarioTest test) {
        List<PostgresServer> servers = Stream.concat(Matrix.servers(), PostgresServer.installed().stream())
                .distinct()
                .toList();
        return scenarios().stream()
                .flatMap(scenario ->
                        Matrix.each(servers, scenario.name()).stream().map(server -> on(server, scenario, test)));
    }

    private Stream<DynamicTest> of(Stream<Scenario> chosen, ScenarioTest test) {
        return chosen.flatMap(scenario -> Matrix.servers().map(server -> on(server, scenario, test)));
    }

    private DynamicTest on(PostgresServer server, Scenario scenario, ScenarioTest test) {
        return DynamicTest.dynamicTest(scenario.name() + " on " + server.version(), () -> {
            try (Subject subject = new Subject(scenario, server.createDatabase(), registry(), dialects())) {
                test.run(scenario, subject);
            }
        });
    }

    /** A promise held against one scenario. */
    private interface ScenarioTest {
        void run(Scenario scenario, Subject subject) throws Throwable;
    }
}
