package dev.underpin.internal.undo;

import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.compilation.Planner;
import dev.underpin.internal.duty.DrainRate;
import dev.underpin.internal.duty.Duties;
import dev.underpin.internal.execution.JournaledActions;
import dev.underpin.internal.execution.ProgramExecutor;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.execution.StepScope;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.internal.step.StepRunner;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.WayBack;
import dev.underpin.spi.finding.CommonCodes;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Await;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a rollback would meet, asked before anything of it is begun: of each step, all that its way back asks before it changes
 * something. What a later step has made, and would take back first, is no hindrance of an earlier one.
 */
public final class RollbackOutlook {

    private static final Duration LONG_TRANSACTION = Duration.ofSeconds(2);
    private static final Duration FOR_A_STEP = Duration.ofSeconds(1);
    private static final int MOST_IN_THE_WAY = 5;

    private final RunScope run;
    private final RunSteps runSteps;
    private final StepRunner stepRunner;
    private final ProgramExecutor programs;
    private final Duties duties;

    @Inject
    RollbackOutlook(RunScope run, RunSteps runSteps, StepRunner stepRunner, ProgramExecutor programs, Duties duties) {
        this.run = run;
        this.runSteps = runSteps;
        this.stepRunner = stepRunner;
        this.programs = programs;
        this.duties = duties;
    }

    /** Of the steps that are to be taken back, in any order. */
    List<Problem> hindrances(List<BoundStep<?, ?>> steps) {
        List<Problem> found = new ArrayList<>();
        for (BoundStep<?, ?> step : newestFirst(steps)) {
            found.addAll(new OfStep(step, steps, Optional.empty()).hindrances());
        }
        return found;
    }

    public WayBack wayBack(List<BoundStep<?, ?>> steps) {
        return wayBack(steps, Optional.empty());
    }

    /** @param patience of a single question; what takes longer stays open */
    public WayBack wayBack(List<BoundStep<?, ?>> steps, Optional<Duration> patience) {
        List<Problem> hindrances = new ArrayList<>();
        Set<String> inTheWay = new LinkedHashSet<>();
        Duration about = Duration.ZERO;
        for (BoundStep<?, ?> step : newestFirst(steps)) {
            OfStep outlook = new OfStep(step, steps, patience);
            hindrances.addAll(outlook.hindrances());
            inTheWay.addAll(outlook.inTheWay());
            about = about.plus(duration(step));
        }
        return new WayBack(
                run.plan(), about, inTheWay.stream().limit(MOST_IN_THE_WAY).toList(), hindrances);
    }

    private Duration duration(BoundStep<?, ?> step) {
        DrainRate rate = DrainRate.of(run.programs(), step.ordinal());
        return duties.pending(step).stream()
                .map(pending -> rate.wayBack(pending.keys()))
                .reduce(Duration::plus)
                .orElse(FOR_A_STEP);
    }

    private List<BoundStep<?, ?>> newestFirst(List<BoundStep<?, ?>> steps) {
        List<BoundStep<?, ?>> done = new ArrayList<>();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (JournaledActions.anythingDone(runSteps.undoing(steps.get(i)))) {
                done.add(steps.get(i));
            }
        }
        return done;
    }

    /** One step's part of it. */
    private final class OfStep {

        private final BoundStep<?, ?> step;
        private final StepScope scope;
        private final LaterSteps later;
        private final Optional<Duration> patience;
        private final List<Problem> found = new ArrayList<>();
        private final Set<Lock> locks = new LinkedHashSet<>();
        private boolean awaits;

        OfStep(BoundStep<?, ?> step, List<BoundStep<?, ?>> all, Optional<Duration> patience) {
            this.step = step;
            this.scope = runSteps.undoing(step);
            this.later = LaterSteps.of(runSteps, stepRunner, step, all);
            this.patience = patience;
        }

        List<Problem> hindrances() {
            try {
                walk();
            } catch (RefusedException refused) {
                found.add(Planner.problem(step, refused.finding()));
            } catch (Failure needed) {
                if (needed.outcome() != Outcome.REFUSED) {
                    throw needed;
                }
                found.addAll(needed.problems());
            }
            return found.stream().map(later::judged).toList();
        }

        private void walk() {
            for (JournaledActions.Planned planned : JournaledActions.planned(scope)) {
                if (planned.irreversible().isPresent()) {
                    found.add(
                            Planner.problem(
                                    step,
                                    Finding.error(
                                            EngineCodes.NO_WAY_BACK,
                                            planned.action().title() + " cannot be taken back: "
                                                    + planned.irreversible().get(),
                                            "The plan accepted that. Keep it and finalize, or take back later steps alone with --to.")));
                    return;
                }
                if (!passes(planned.action())) {
                    return;
                }
            }
        }

        /** Whether what follows can be asked as well: nothing has been changed by then. */
        private boolean passes(Action action) {
            action.statements().forEach(statement -> locks.addAll(statement.locks()));
            if (action instanceof Transaction transaction) {
                return passes(transaction);
            }
            if (action instanceof Converge converge) {
                boolean all = true;
                for (Action inner :
                        scope.phases().apply(converge.phase()).program().actions()) {
                    all = all && passes(inner);
                }
                return all;
            }
            if (action instanceof Autocommit autocommit) {
                probe(autocommit);
                return false;
            }
            awaits = awaits || action instanceof Await;
            return action instanceof Await
                    || (action instanceof Batches batches && !batches.changes())
                    || (action instanceof Parallel parallel
                            && parallel.actions().stream().allMatch(this::passes));
        }

        private boolean passes(Transaction transaction) {
            if (transaction.undo() instanceof Undo.Harmless) {
                return true;
            }
            for (Op op : transaction.ops()) {
                if (!(op instanceof Check check)) {
                    return false;
                }
                boolean decides = check.onMiss() == Check.OnMiss.FAIL || check.onMiss() == Check.OnMiss.STOP;
                if (decides && !stepRunner.superseded(step, check)) {
                    stepRunner.wouldMiss(step, check, later::relevant, patience).ifPresent(found::add);
                }
            }
            return true;
        }

        private void probe(Autocommit action) {
            Autocommit.State state = programs.autocommits().probe(action, scope);
            if (state == Autocommit.State.FOREIGN) {
                found.add(Planner.problem(
                        step,
                        Finding.error(
                                CommonCodes.ANOTHER_OBJECT,
                                action.title() + ": something else has that name",
                                "Give yours another name; or keep what was applied and finalize.")));
            }
        }

        List<String> inTheWay() {
            Set<String> holders = new LinkedHashSet<>();
            for (Lock lock : new HashSet<>(locks)) {
                if (lock.queueForming()) {
                    lock.relation().ifPresent(relation -> holders.addAll(holders(relation, lock)));
                }
            }
            if (awaits) {
                holders.addAll(run.blockers().stillHolding(run.blockers().snapshotHolders()));
            }
            return List.copyOf(holders);
        }

        private List<String> holders(QualifiedName relation, Lock lock) {
            return run.blockers().longHolders(relation, lock.mode(), LONG_TRANSACTION, 0);
        }
    }
}
