package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.ConstraintStatements.ForeignKey;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** That each row refers to one that is there: at once for new rows, proven for those that are there while they are read and written. */
public final class AddForeignKey extends AddedConstraint {

    private final ForeignKey key;

    public AddForeignKey(QualifiedName table, String constraint, ForeignKey key) {
        super(table, constraint);
        this.key = key;
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        List<Finding> findings = new ArrayList<>(super.requirements(present, context));
        findings.addAll(Requirements.exists(key.references(), RelationKind.TABLE, RelationKind.PARTITIONED_TABLE)
                .unmet(context));
        if (present.partitioned() && !context.dialect().has(Capability.NOT_VALID_FOREIGN_KEYS_ON_PARTITIONED)) {
            findings.add(Finding.error(
                    ChangeCodes.NOT_ON_PARTITIONED,
                    table()
                            + " is partitioned, and this server cannot add a foreign key to it without reading all rows meanwhile",
                    "Add it to the partitions one by one, then to the table by sql.run."));
        }
        findings.addAll(merged(
                context.catalog().tree(table()).stream()
                        .skip(1)
                        .filter(partition -> partition.constraints().stream().anyMatch(this::maybeTheSame))
                        .toList(),
                "there is a foreign key of these columns to " + key.references(),
                "Drop it there in a step before: the table's will cover it."));
        return findings;
    }

    private boolean maybeTheSame(Constraint other) {
        return other.references().filter(key.references()::equals).isPresent()
                && !other.inherited()
                && Set.copyOf(other.columns()).equals(Set.copyOf(key.columns()));
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        return List.of(
                Stage.of(title(), List.of(constraints(context).addForeignKey(table(), constraint(), key))),
                Stage.of(
                        "Prove " + constraint() + " for the rows of " + table(),
                        List.of(constraints(context).prove(table(), constraint(), Optional.of(key.references())))));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        List<QualifiedName> locked = new ArrayList<>(names(context));
        locked.add(key.references());
        return List.of(constraints(context).drop(locked, constraint(), false));
    }

    /** By which operator values of different types are compared is not told by the model; nor are the names of partitions' keys. */
    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        Optional<Table> referenced = context.catalog().table(key.references());
        List<String> to = key.referencedColumns().isEmpty()
                ? referenced.flatMap(Table::primaryKey).map(Constraint::columns).orElse(List.of())
                : key.referencedColumns();
        Optional<Map<String, String>> equality = referenced.flatMap(table -> equality(table, to));
        if (present.partitioned() || equality.isEmpty() || !sameTypes(present, referenced.orElseThrow(), to)) {
            return Optional.empty();
        }
        ForeignKey whole = new ForeignKey(key.columns(), key.references(), to, key.onDelete());
        Constraint added = Constraint.proven(
                        constraint(),
                        Constraint.Kind.FOREIGN_KEY,
                        constraints(context).definition(whole),
                        key.columns(),
                        true)
                .but(foreign -> foreign.references(Optional.of(key.references()))
                        .referencedColumns(to)
                        .equality(to.stream().map(equality.orElseThrow()::get).toList()));
        return Optional.of(table -> with(table, added));
    }

    /** Of the key that the columns are. */
    private static Optional<Map<String, String>> equality(Table referenced, List<String> columns) {
        return referenced.constraints().stream()
                .filter(constraint -> constraint.equality().size() == columns.size()
                        && constraint.references().isEmpty()
                        && Set.copyOf(constraint.columns()).equals(Set.copyOf(columns)))
                .findFirst()
                .map(constraint -> IntStream.range(0, columns.size())
                        .boxed()
                        .collect(Collectors.toMap(constraint.columns()::get, constraint.equality()::get)));
    }

    private boolean sameTypes(Table present, Table referenced, List<String> to) {
        return key.columns().size() == to.size()
                && IntStream.range(0, to.size())
                        .allMatch(i -> type(present, key.columns().get(i)).equals(type(referenced, to.get(i))));
    }

    private static Optional<String> type(Table table, String column) {
        return table.column(column).map(Column::type);
    }
}
