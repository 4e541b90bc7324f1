package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.ConstraintStatements.Reading;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A condition on each row: at once for new rows, proven for those that are there while they are read and written. */
public final class AddCheck extends AddedConstraint {

    private final String expression;

    /** @param expression in the plan author's words */
    public AddCheck(QualifiedName table, String constraint, String expression) {
        super(table, constraint);
        this.expression = expression;
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        List<Finding> findings = new ArrayList<>(super.requirements(present, context));
        findings.addAll(merged(
                context.catalog().tree(table()).stream()
                        .skip(1)
                        .filter(partition -> partition.constraint(constraint()).isPresent())
                        .toList(),
                "there is a constraint " + constraint(),
                "Choose another name, or drop it there in a step before."));
        try {
            understood(present, context);
        } catch (ServerRefusal refusal) {
            findings.add(Finding.error(
                    ChangeCodes.CONDITION_REFUSED,
                    "the server refuses the condition of " + constraint() + ": " + refusal.serverMessage(),
                    "Correct the expression."));
        }
        return findings;
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        return List.of(
                Stage.of(
                        title(),
                        List.of(constraints(context)
                                .addCheck(withDescendants(present, context), constraint(), expression))),
                Stage.of(
                        "Prove " + constraint() + " for the rows of " + table(),
                        List.of(constraints(context).prove(table(), constraint(), Optional.empty()))));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        return List.of(constraints(context).drop(withDescendants(present, context), constraint(), false));
    }

    private List<Reading> understood(Table present, StepContext context) {
        return readings(
                present,
                context,
                standIn -> List.of(constraints(context).addCheck(List.of(standIn), constraint(), expression)));
    }

    @Override
    protected List<Table> affected(StepContext context) {
        return context.catalog().tree(table());
    }

    /** Of rows as a whole, each partition speaks otherwise. */
    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        List<Reading> readings = understood(present, context);
        List<String> columns = columns(readings);
        if (!present.children().isEmpty() || present.partitioned() && columns.size() < readings.size()) {
            return Optional.empty();
        }
        Constraint added = Constraint.proven(
                constraint(), Constraint.Kind.CHECK, readings.get(0).definition(), columns, false);
        return Optional.of(table -> with(table, table.name().equals(table()) ? added : added.asInherited()));
    }
}
