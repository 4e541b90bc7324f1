package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.ColumnStatements.Reading;
import dev.underpin.spi.dialect.ConstraintStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * That a column has a value in each row. A check says so for new rows first, and is proven for those that are there while they are read and
 * written; the server believes it, so that the column itself is changed without reading a row.
 */
public final class SetNotNull extends TableChange {

    private final String column;

    public SetNotNull(QualifiedName table, String column) {
        super(table);
        this.column = column;
    }

    @Override
    public String aspect() {
        return "NULL in column " + column + " of " + table();
    }

    @Override
    public String title() {
        return "Keep NULL out of " + column + " of " + table();
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        List<Finding> missing = Requirements.column(table(), column).unmet(context);
        if (!missing.isEmpty()) {
            return missing;
        }
        if (present.column(column).orElseThrow().notNull()) {
            return List.of(Finding.error(
                    ChangeCodes.NOT_NULL_ALREADY,
                    column + " of " + table() + " keeps NULL out already",
                    "Leave this step out."));
        }
        return context.dialect().has(Capability.NAMED_NOT_NULL)
                ? List.of()
                : AddedConstraint.merged(
                        keepingNullOut(present, context),
                        "NULL is kept out of " + column,
                        "Let NULL in there in a step before, without which the way back could not tell theirs from the table's;"
                                + " where it is part of a primary key, leave this step out.");
    }

    /** By their own word. */
    private List<Table> keepingNullOut(Table present, StepContext context) {
        return AddedConstraint.below(present, context).stream()
                .filter(one -> one.column(column).filter(Column::notNull).isPresent())
                .toList();
    }

    @Override
    public Sql state(StepContext context) {
        return constraints(context).notNull(table(), column);
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        ConstraintStatements constraints = constraints(context);
        String check = check(context);
        return List.of(
                Stage.of(
                        title(),
                        List.of(constraints.addPresence(
                                AddedConstraint.withDescendants(present, context), check, column))),
                Stage.of(
                        "See that every row of " + table() + " has a value in " + column,
                        List.of(constraints.prove(table(), check, Optional.empty()))),
                Stage.of(
                        "Let the column itself keep NULL out",
                        List.of(
                                constraints.setNotNull(AddedConstraint.withDescendants(present, context), column),
                                constraints.drop(AddedConstraint.withDescendants(present, context), check, false))));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        ConstraintStatements constraints = constraints(context);
        return List.of(
                constraints.dropNotNull(AddedConstraint.withDescendants(present, context), column),
                constraints.drop(AddedConstraint.withDescendants(present, context), check(context), true));
    }

    String check(StepContext context) {
        return context.names().beside(table(), "_underpin_present").local();
    }

    @Override
    protected List<Table> affected(StepContext context) {
        return context.catalog().tree(table());
    }

    private record Count(long constraints) {}

    /** A server that keeps a named constraint for it chooses the name; what it chooses beside one that is taken cannot be told. */
    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        Reading reading = onStandIn(
                present,
                context,
                standIn -> List.of(constraints(context).setNotNull(List.of(standIn), column)),
                standIn -> AddColumn.columns(context).read(standIn, column),
                Reading.class);
        Optional<Constraint> added = AddColumn.notNull(column, reading);
        boolean taken = added.isPresent()
                && context.ask(
                                        "constraints",
                                        constraints(context)
                                                .named(
                                                        table().schema(),
                                                        added.get().name()),
                                        Count.class)
                                .get(0)
                                .constraints()
                        > 0;
        return taken
                        || !present.children().isEmpty()
                        || !keepingNullOut(present, context).isEmpty()
                ? Optional.empty()
                : Optional.of(table -> {
                    Table without = table.but(draft -> draft.columns(table.columns().stream()
                            .map(one -> one.name().equals(column) ? one.but(kept -> kept.notNull(true)) : one)
                            .toList()));
                    return added.map(one -> AddedConstraint.with(
                                    without, table.name().equals(table()) ? one : one.asInherited()))
                            .orElse(without);
                });
    }

    private static ConstraintStatements constraints(StepContext context) {
        return context.dialect().statements(ConstraintStatements.class);
    }
}
