package dev.underpin.internal.undo;

import dev.underpin.db.Rows;
import dev.underpin.internal.compilation.BoundStep;
import dev.underpin.internal.execution.JournaledActions;
import dev.underpin.internal.execution.StepScope;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.internal.step.StepRunner;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.sql.QualifiedName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the steps behind one have made, and take back before it is taken back itself.
 *
 * @param explained leaves out differences of definitions that they foretold
 * @param theirs the relations that their way back takes away or changes
 * @param unknown the first of them that could not foretell what it changes
 */
record LaterSteps(UnaryOperator<Rows> explained, Set<QualifiedName> theirs, Optional<String> unknown) {

    static LaterSteps of(RunSteps runSteps, StepRunner stepRunner, BoundStep<?, ?> step, List<BoundStep<?, ?>> all) {
        Set<QualifiedName> theirs = new HashSet<>();
        Optional<String> unknown = Optional.empty();
        for (BoundStep<?, ?> behind : all) {
            StepScope scope = runSteps.undoing(behind);
            if (behind.ordinal() > step.ordinal() && JournaledActions.anythingDone(scope)) {
                JournaledActions.planned(scope).forEach(planned -> collect(planned, theirs));
                if (unknown.isEmpty() && !stepRunner.foretold(behind)) {
                    unknown = Optional.of(behind.id());
                }
            }
        }
        return new LaterSteps(stepRunner.explained(step), Set.copyOf(theirs), unknown);
    }

    private static void collect(JournaledActions.Planned planned, Set<QualifiedName> into) {
        planned.action().statements().stream()
                .flatMap(statement -> statement.locks().stream())
                .filter(lock -> lock.mode() == LockMode.ACCESS_EXCLUSIVE)
                .forEach(lock -> lock.relation().ifPresent(into::add));
    }

    /** Of an answer, the rows that are not about what will be gone by then. */
    Rows relevant(Rows rows) {
        Rows left = explained.apply(rows);
        int schema = rows.columns().indexOf("schema");
        int name = rows.columns().indexOf("name");
        return schema < 0 || name < 0
                ? left
                : left.where(values -> values.get(schema)
                        .flatMap(in -> values.get(name).map(local -> QualifiedName.of(in, local)))
                        .filter(theirs::contains)
                        .isEmpty());
    }

    /** Where nobody can say what a later step has changed, it is not known whether its end ends the hindrance. */
    Problem judged(Problem problem) {
        if (unknown.isEmpty() || !problem.error()) {
            return problem;
        }
        Finding finding = problem.finding();
        return new Problem(
                Finding.warning(
                        finding.code(),
                        finding.message() + "; it is asked again when step " + unknown.get() + " has been taken back",
                        finding.remedy()),
                problem.step(),
                problem.place(),
                problem.details());
    }
}
