package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.ConstraintStatements;
import dev.underpin.spi.dialect.ConstraintStatements.Reading;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** What hangs below the table, by partitioning or inheritance, at any depth. */
    static List<Table> below(Table table, StepContext context) {
        List<Table> all = new ArrayList<>();
        context.catalog().tree(table.name()).stream().skip(1).forEach(all::add);
        for (QualifiedName child : table.children()) {
            context.catalog().table(child).ifPresent(found -> {
                all.add(found);
                all.addAll(below(found, context));
            });
        }
        return all;
    }

    /**
     * Those below the table that have by themselves what it is to get: the server makes it the table's, and takes it from them together with it.
     *
     * @param what is so with them
     */
    static List<Finding> merged(List<Table> having, String what, String remedy) {
        return having.isEmpty()
                ? List.of()
                : List.of(Finding.error(
                        ChangeCodes.WOULD_BE_MERGED,
                        what + " in "
                                + having.stream()
                                        .map(table -> table.name().toString())
                                        .collect(Collectors.joining(", "))
                                + " already; on the way back this server would take that away with the table's",
                        remedy));
    }

    @Override
    public Sql state(StepContext context) {
        return constraints(context).of(table(), constraint);
    }

    final List<QualifiedName> names(StepContext context) {
        return context.catalog().tree(table()).stream().map(Table::name).toList();
    }

    /** The table, and all that inherits what is changed of it and is locked with it. */
    static List<QualifiedName> withDescendants(Table table, StepContext context) {
        return Stream.concat(Stream.of(table), below(table, context).stream())
                .map(Table::name)
                .toList();
    }

    /** What the server makes of it on a stand-in. */
    final List<Reading> readings(Table present, StepContext context, Function<QualifiedName, List<Sql>> change) {
        return allOnStandIn(
                present, context, change, standIn -> constraints(context).read(standIn, constraint), Reading.class);
    }

    static List<String> columns(List<Reading> readings) {
        return readings.stream()
                .map(Reading::column)
                .filter(column -> !column.isEmpty())
                .toList();
    }

    /** The table with a constraint that is proven, in place of one of the same name that it may be merged with. */
    static Table with(Table table, Constraint added) {
        List<Constraint> constraints = new ArrayList<>(table.constraints());
        constraints.removeIf(other -> other.name().equals(added.name()));
        constraints.add(added);
        constraints.sort(Comparator.comparing(Constraint::name));
        return table.but(draft -> draft.constraints(constraints));
    }

    static ConstraintStatements constraints(StepContext context) {
        return context.dialect().statements(ConstraintStatements.class);
    }
}
