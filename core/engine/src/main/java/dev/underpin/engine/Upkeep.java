package dev.underpin.engine;

import dev.underpin.journal.Runs;
import dev.underpin.journal.Runs.Run;
import dev.underpin.plan.Plan;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.report.StatusReport;
import dev.underpin.report.Target;
import dev.underpin.report.UpkeepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is to do and to see between the application of plans and their end. */
final class Upkeep {

    private static final String MAINTAIN = "maintain";

    private final CommandFrame frame;
    private final EngineOptions options;

    Upkeep(CommandFrame frame) {
        this.frame = frame;
        this.options = frame.options();
    }

    /** The plans to be looked after, and where they are. */
    private record Round(Target target, List<String> plans) {}

    /**
     * Runs the duties that are due; what one plan's fail of does not keep the others'.
     *
     * @param now whether they are due or not
     */
    UpkeepReport maintain(Optional<String> planId, boolean now) {
        Round round = frame.at(workplace -> new Round(
                workplace.target(),
                planId.isPresent() ? List.of(kept(workplace, planId.get()).plan()) : all(workplace)));
        List<RunReport> reports = new ArrayList<>();
        for (String plan : round.plans()) {
            if (options.stop().requested()) {
                break;
            }
            reports.add(maintain(plan, now, round.target()));
        }
        return new UpkeepReport(round.target(), reports);
    }

    private RunReport maintain(String plan, boolean now, Target target) {
        try {
            return frame.leased(plan, MAINTAIN, Upkeep::kept, (hold, workplace) -> {
                Run run = kept(workplace, plan);
                Plan read = frame.readAsFarAsPossible(workplace, run);
                Work work = frame.under(hold, workplace, run, read);
                long before = work.scope().programs().latest();
                return frame.ended(work, MAINTAIN, () -> {
                    List<BoundStep<?, ?>> steps = frame.bind(read);
                    List<Problem> problems =
                            new ArrayList<>(run.state() == RunState.APPLIED ? work.glance(steps) : List.of());
                    Duties.Result result = work.duties().runDue(steps, run.state(), now);
                    problems.addAll(result.problems());
                    return work.report(MAINTAIN, result.outcome(), problems, before);
                });
            });
        } catch (Failure failure) {
            if (failure.outcome() == Outcome.NO_CONNECTION) {
                throw failure;
            }
            return RunReport.failed(MAINTAIN, plan, Optional.of(target), failure);
        }
    }

    private List<String> all(Workplace workplace) {
        return workplace.hasJournal()
                ? Runs.latest(workplace.reading().dsl()).stream()
                        .filter(run -> run.state() == RunState.APPLIED || outlived(workplace, run))
                        .map(Run::plan)
                        .toList()
                : List.of();
    }

    /** Whether the plan is finalized and something is still to be done for it. */
    private boolean outlived(Workplace workplace, Run run) {
        if (run.state() != RunState.FINALIZED) {
            return false;
        }
        try (Work work = frame.looking(workplace, run)) {
            return work.duties().any(frame.bind(frame.readAsFarAsPossible(workplace, run)), run.state());
        } catch (Failure unreadable) {
            return true;
        }
    }

    private static boolean mayHaveDuties(Run run) {
        return run.state() == RunState.APPLIED || run.state() == RunState.FINALIZED;
    }

    private static Run kept(Workplace workplace, String planId) {
        CommandFrame.requireJournal(workplace, planId);
        Run run = Runs.latest(workplace.reading().dsl(), planId).orElseThrow(() -> CommandFrame.unknown(planId));
        if (!mayHaveDuties(run)) {
            throw withoutDuties(run);
        }
        return run;
    }

    private static Failure withoutDuties(Run run) {
        return new Failure(
                Outcome.REFUSED,
                "E2011",
                "plan " + run.plan() + " is not applied (" + run.state() + "), so it has no duties",
                run.state() == RunState.ROLLED_BACK
                        ? "Apply it first."
                        : "Finish it first with `underpin resume " + run.plan() + "`.");
    }

    /** Keeps draining the plan's logs until a stop is requested. */
    RunReport sync(String planId) {
        return frame.leased(planId, "sync", (hold, workplace) -> {
            Run run = CommandFrame.current(workplace, planId);
            if (run.state() != RunState.APPLIED) {
                throw withoutDuties(run);
            }
            Plan plan = frame.read(workplace, run);
            Work work = frame.under(hold, workplace, run, plan);
            long before = work.scope().programs().latest();
            return frame.ended(work, "sync", () -> {
                drain(work.duties(), frame.bind(plan));
                return work.report("sync", Outcome.DONE, List.of(), before);
            });
        });
    }

    private void drain(Duties duties, List<BoundStep<?, ?>> steps) {
        try {
            steps.forEach(duties::keepDraining);
        } catch (Failure stopped) {
            if (!options.stop().requested()) {
                throw stopped;
            }
        }
    }

    /** What the journal says of one plan or of all. Changes nothing. */
    StatusReport status(Optional<String> planId) {
        return new Status(frame).of(planId);
    }
}
