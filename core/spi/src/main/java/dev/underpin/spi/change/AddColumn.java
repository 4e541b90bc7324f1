package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Acl;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.PartitionOf;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.ColumnStatements;
import dev.underpin.spi.dialect.ColumnStatements.NewColumn;
import dev.underpin.spi.dialect.ColumnStatements.Reading;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A new column, without writing a row anew: with no default, or with one that is the same for all rows. A rollback drops it, with what has
 * been written into it.
 */
public final class AddColumn extends TableChange {

    private final NewColumn column;
    private final Optional<String> comment;

    public AddColumn(QualifiedName table, NewColumn column, Optional<String> comment) {
        super(table);
        this.column = column;
        this.comment = comment;
    }

    @Override
    public String aspect() {
        return "column " + column.name() + " of " + table();
    }

    @Override
    public String title() {
        return "Add column " + column.name() + " to " + table();
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        if (present.column(column.name()).isPresent()) {
            return List.of(Finding.error(
                    ChangeCodes.COLUMN_TAKEN,
                    table() + " has a column " + column.name() + " already",
                    "Leave this step out, or choose another name."));
        }
        Optional<QualifiedName> definedBy =
                present.partitionOf().map(PartitionOf::parent).or(present::ofType);
        if (definedBy.isPresent()) {
            return List.of(Finding.error(
                    ChangeCodes.INHERITED,
                    table() + " has the columns of " + definedBy.get() + ", and none of its own",
                    present.ofType().isPresent()
                            ? "Say ALTER TABLE … NOT OF first, or ALTER TYPE … ADD ATTRIBUTE … CASCADE by sql.run."
                            : "Add the column to " + definedBy.get() + "."));
        }
        if (!present.children().isEmpty() || !present.inherits().isEmpty()) {
            return List.of(Finding.error(
                    ChangeCodes.INHERITED,
                    table() + " shares columns with other tables by inheritance",
                    "Add the column by sql.run, or end the inheritance."));
        }
        try {
            Reading reading = reading(present, context);
            if (saysMore(reading, present)) {
                return List.of(
                        Finding.error(
                                ChangeCodes.COLUMN_REFUSED,
                                "the type of column " + column.name() + " says more than a type: " + column.type(),
                                "Leave all but the type and its collation out; defaultValue, notNull and constraint.add say the rest."));
            }
            return reading.rewrites()
                    ? List.of(
                            Finding.error(
                                    ChangeCodes.REWRITES,
                                    (column.expression().isPresent()
                                                    ? "the default of " + column.name() + " may be another for each row"
                                                    : "the type of " + column.name() + " has conditions of its own")
                                            + ", so all rows would be written anew while nobody can read",
                                    column.expression().isPresent()
                                            ? "Add the column without a default, and give rows their values by a step of its own."
                                            : "Give it the type that this one is made of, and the conditions by constraint.add."))
                    : List.of();
        } catch (ServerRefusal refusal) {
            return List.of(Finding.error(
                    ChangeCodes.COLUMN_REFUSED,
                    "the server refuses column " + column.name() + ": " + refusal.serverMessage(),
                    "Correct its type or default."));
        }
    }

    @Override
    public Sql state(StepContext context) {
        return columns(context).of(table(), column.name());
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        List<Sql> statements = new ArrayList<>();
        statements.add(columns(context).add(names(context), asUnderstood(reading(present, context))));
        comment.ifPresent(text -> statements.add(columns(context).comment(table(), column.name(), comment)));
        return List.of(Stage.of(title(), statements));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        return List.of(columns(context).drop(names(context), column.name()));
    }

    @Override
    public List<Check> untangled(StepContext context) {
        return List.of(untangled(List.of(), context));
    }

    /** @param known constraints that go first */
    Check untangled(List<String> known, StepContext context) {
        return new Check(
                "untangled",
                "Nothing goes with column " + column.name() + " of " + table(),
                new Question.Rows(columns(context).goingWith(table(), column.name(), known), Expect.none()),
                Check.OnMiss.FAIL,
                ChangeCodes.GOES_WITH_IT,
                "What this step has made was left as it is. Drop it if it is not needed without the column, then roll back again; or keep the column and finalize.");
    }

    @Override
    protected List<Table> affected(StepContext context) {
        return context.catalog().tree(table());
    }

    private List<QualifiedName> names(StepContext context) {
        return affected(context).stream().map(Table::name).toList();
    }

    /** Of partitions, each has a name of its own for what keeps NULL out, where that has names. */
    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        Reading reading = reading(present, context);
        Optional<Constraint> notNull = notNull(column.name(), reading);
        return present.partitioned() && notNull.isPresent()
                ? Optional.empty()
                : Optional.of(table -> table.but(draft -> draft.columns(with(table.columns(), model(reading)))
                        .constraints(notNull.map(one -> sorted(with(table.constraints(), one)))
                                .orElse(table.constraints()))));
    }

    private static <T> List<T> with(List<T> present, T added) {
        return Stream.concat(present.stream(), Stream.of(added)).toList();
    }

    private static List<Constraint> sorted(List<Constraint> constraints) {
        return constraints.stream()
                .sorted(Comparator.comparing(Constraint::name))
                .toList();
    }

    private boolean saysMore(Reading reading, Table present) {
        return reading.columns() != present.columns().size() + 1
                || !reading.plain()
                || reading.nullable() == column.notNull()
                || reading.expression().isEmpty() == column.expression().isPresent();
    }

    /** Whatever the words of its type may say, they say it to a stand-in only. */
    private NewColumn asUnderstood(Reading reading) {
        String type =
                reading.collation().isEmpty() ? reading.type() : reading.type() + " COLLATE " + reading.collation();
        return new NewColumn(column.name(), type, column.expression(), column.notNull());
    }

    private Column model(Reading reading) {
        return new Column(
                column.name(),
                reading.type(),
                Optional.of(reading.collation()).filter(collation -> !collation.isEmpty()),
                column.notNull(),
                Optional.of(reading.expression()).filter(expression -> !expression.isEmpty()),
                Column.Generation.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                Acl.BUILT_IN,
                comment);
    }

    /** The constraint that keeps NULL out of a column, where the server has one for it. */
    static Optional<Constraint> notNull(String column, Reading reading) {
        return Optional.of(reading.notNull())
                .filter(name -> !name.isEmpty())
                .map(name -> Constraint.proven(
                        name, Constraint.Kind.NOT_NULL, reading.notNullDefinition(), List.of(column), false));
    }

    Reading reading(Table present, StepContext context) {
        return onStandIn(
                present,
                context,
                standIn -> List.of(columns(context).addToStandIn(standIn, column)),
                standIn -> columns(context).read(standIn, column.name()),
                Reading.class);
    }

    static ColumnStatements columns(StepContext context) {
        return context.dialect().statements(ColumnStatements.class);
    }
}
