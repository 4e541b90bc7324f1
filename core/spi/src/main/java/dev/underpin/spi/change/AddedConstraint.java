package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.ConstraintStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** What new constraints have in common. */
abstract class AddedConstraint extends TableChange {

    private final String constraint;

    AddedConstraint(QualifiedName table, String constraint) {
        super(table);
        this.constraint = constraint;
    }

    final String constraint() {
        return constraint;
    }

    @Override
    public final String aspect() {
        return "constraint " + constraint + " of " + table();
    }

    @Override
    public final String title() {
        return "Add constraint " + constraint + " to " + table();
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        return present.constraint(constraint).isEmpty()
                ? List.of()
                : List.of(Finding.error(
                        ChangeCodes.CONSTRAINT_TAKEN,
                        table() + " has a constraint " + constraint + " already",
                        "Leave this step out, or choose another name."));
    }

    @Override
    public Sql state(StepContext context) {
        return constraints(context).of(table(), constraint);
    }

    final List<QualifiedName> names(StepContext context) {
        return context.catalog().tree(table()).stream().map(Table::name).toList();
    }

    static ConstraintStatements constraints(StepContext context) {
        return context.dialect().statements(ConstraintStatements.class);
    }
}
