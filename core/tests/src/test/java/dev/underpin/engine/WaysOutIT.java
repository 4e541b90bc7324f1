package dev.underpin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.Underpin;
import dev.underpin.control.Failpoint;
import dev.underpin.control.Failpoints;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** From every state that a run can be left in there are at least two ways out, and whatever command is named is accepted. */
@PostgresTest
@SideBySide
class WaysOutIT {

    private static final PluginRegistry REGISTRY = PluginRegistry.of(List.of(new BenchPlugin()));
    private static final Pattern COMMAND = Pattern.compile("underpin ([a-z]+) ([a-z0-9-]+)( --[a-z-]+)?");

    private static final Map<String, Consumer<Case>> STATES = new LinkedHashMap<>();

    static {
        STATES.put("applied", Case::applied);
        STATES.put("opened, then dead", one -> one.dyingAt(Failpoint.RUN_OPENED, "", Case::apply));
        STATES.put(
                "dead while applying", one -> one.dyingAt(Failpoint.TRANSACTION_BEFORE_COMMIT, "paint", Case::apply));
        STATES.put("dead between steps", one -> one.dyingAt(Failpoint.STEP_APPLIED, "front", Case::apply));
        STATES.put(
                "dead before a way back", one -> one.applied().dyingAt(Failpoint.ROLLBACK_BEGUN, "", Case::rollback));
        STATES.put("dead within a way back", one -> one.applied().dyingAt(Failpoint.UNDO_DONE, "back", Case::rollback));
        STATES.put(
                "dead between steps of a way back",
                one -> one.applied().dyingAt(Failpoint.STEP_UNDONE, "back", Case::rollback));
        STATES.put("refused half-way back", one -> one.applied().rollback(one.dooring(Failpoint.STEP_UNDONE, "back")));
        STATES.put("dead before the end", one -> one.applied().dyingAt(Failpoint.FINALIZE_BEGUN, "", Case::finish));
        STATES.put(
                "dead within the end", one -> one.applied().dyingAt(Failpoint.STEP_FINALIZED, "front", Case::finish));
    }

    /** A run of a plan of its own, in one database with all others. */
    private static final class Case {

        private final TestDatabase database;
        private final String id;

        Case(TestDatabase database, int number) {
            this.database = database;
            this.id = "doors-" + number;
        }

        Plan plan() {
            String suffix = id.replace('-', '_');
            return Plan.parse("""
                    apiVersion: underpin/v1
                    plan: %1$s
                    steps:
                      - { id: front, uses: bench.door, with: { table: public.front_%2$s } }
                      - { id: back, uses: bench.door, with: { table: public.back_%2$s } }
                    """.formatted(id, suffix), "doors.yaml", REGISTRY, Map.of());
        }

        Underpin underpin(Failpoints failpoints) {
            return Underpin.builder()
                    .dataSource(database.dataSource())
                    .registry(REGISTRY)
                    .failpoints(failpoints)
                    .build();
        }

        Case applied() {
            apply(Failpoints.NONE);
            return this;
        }

        private void apply(Failpoints failpoints) {
            underpin(failpoints).apply(plan());
        }

        private void rollback(Failpoints failpoints) {
            underpin(failpoints).rollback(id, Optional.empty());
        }

        private void finish(Failpoints failpoints) {
            underpin(failpoints).finalizeRun(id);
        }

        void dyingAt(Failpoint wanted, String where, Does command) {
            try {
                command.with(this, (point, at) -> {
                    if (point == wanted && (where.isEmpty() || at.equals(where))) {
                        throw new SimulatedCrash();
                    }
                });
            } catch (SimulatedCrash dead) {
                return;
            }
            throw new AssertionError("it never got to " + wanted);
        }

        Failpoints dooring(Failpoint wanted, String where) {
            return (point, at) -> {
                if (point == wanted && at.equals(where)) {
                    database.execute("CREATE TABLE public.front_" + id.replace('-', '_') + "_shut ()");
                }
            };
        }

        List<String> next() {
            return underpin(Failpoints.NONE)
                    .status(Optional.of(id))
                    .runs()
                    .get(0)
                    .nextCommands();
        }

        RunReport run(String command) {
            Underpin underpin = underpin(Failpoints.NONE);
            try {
                return switch (command) {
                    case "apply" -> underpin.apply(plan());
                    case "resume" -> underpin.resume(id);
                    case "verify" -> underpin.verify(id);
                    case "rollback" -> underpin.rollback(id, Optional.empty());
                    case "finalize" -> underpin.finalizeRun(id);
                    case "finalize --accept-differences" -> underpin.finalizeRun(id, true);
                    case "maintain" ->
                        underpin.maintain(Optional.of(id), true).runs().get(0);
                    case "status" -> underpin.status(Optional.of(id)).runs().get(0);
                    default -> throw new AssertionError("nobody knows " + command);
                };
            } catch (Failure failure) {
                return RunReport.failed(command, id, Optional.empty(), failure);
            }
        }
    }

    @FunctionalInterface
    private interface Does {

        void with(Case one, Failpoints failpoints);
    }

    private int cases;

    private Case in(TestDatabase database, Consumer<Case> state) {
        Case one = new Case(database, ++cases);
        state.accept(one);
        return one;
    }

    private static List<String> named(Case one, String text) {
        List<String> commands = new ArrayList<>();
        Matcher matcher = COMMAND.matcher(text);
        while (matcher.find()) {
            assertThat(matcher.group(2)).isEqualTo(one.id);
            commands.add(
                    matcher.group(1) + Optional.ofNullable(matcher.group(3)).orElse(""));
        }
        return commands;
    }

    @Test
    void areNamedAndAccepted(TestDatabase database) {
        STATES.forEach((name, state) -> {
            Case one = in(database, state);
            Set<String> named = new LinkedHashSet<>();
            one.next().forEach(command -> named.addAll(named(one, command)));
            assertThat(named).as(name).hasSizeGreaterThanOrEqualTo(2);
            for (String command : List.of("verify", "maintain", "apply", "finalize")) {
                Case asked = command.equals("finalize") ? in(database, state) : one;
                RunReport report = asked.run(command);
                assertThat(report.outcome()).as(name + ": " + command).isNotEqualTo(Outcome.BUG);
                for (Problem problem : report.findings()) {
                    named.addAll(named(asked, problem.finding().remedy()));
                }
            }
            for (String command : named) {
                Case copy = in(database, state);
                RunReport report = copy.run(command);
                boolean refusedForGoodReason = name.equals("refused half-way back") && command.equals("rollback");
                assertThat(report.outcome())
                        .as(name + ": " + command + " " + report.findings())
                        .isIn(refusedForGoodReason ? List.of(Outcome.REFUSED, Outcome.STOPPED) : List.of(Outcome.DONE));
            }
        });
    }
}
