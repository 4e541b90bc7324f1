package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.ConstraintStatements.Reading;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.dialect.KeyStatements;
import dev.underpin.spi.dialect.KeyStatements.Kind;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What new keys have in common: a unique index becomes a constraint of its name. */
abstract class AddedKey extends AddedConstraint {

    private final Kind kind;

    AddedKey(QualifiedName table, String constraint, Kind kind) {
        super(table, constraint);
        this.kind = kind;
    }

    final Kind kind() {
        return kind;
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        List<Finding> findings = new ArrayList<>(super.requirements(present, context));
        if (present.partitioned()) {
            findings.add(Finding.error(
                    ChangeCodes.NO_KEY_ON_PARTITIONED,
                    table() + " is partitioned, and an index of it cannot become a constraint",
                    "Make the indexes of its partitions constraints one by one, then add the constraint by sql.run."));
        }
        return findings;
    }

    /** What keeps columns from being a key of that kind. */
    final List<Finding> unfit(Table present, List<String> columns) {
        List<Finding> findings = new ArrayList<>();
        if (kind == Kind.UNIQUE) {
            return findings;
        }
        present.primaryKey()
                .ifPresent(other -> findings.add(Finding.error(
                        ChangeCodes.PRIMARY_KEY_TAKEN,
                        table() + " has a primary key already: " + other.name(),
                        "Leave this step out, or say unique.")));
        List<String> nullable = columns.stream()
                .filter(key -> present.column(key)
                        .filter(column -> !keepsNullOut(present, column))
                        .isPresent())
                .toList();
        if (!nullable.isEmpty()) {
            findings.add(Finding.error(
                    ChangeCodes.KEY_NULLABLE,
                    "columns of " + constraint() + " may hold NULL, so all rows would be read while nobody else can: "
                            + String.join(", ", nullable),
                    "Say notNull of each in a step before."));
        }
        return findings;
    }

    /** Where that is a constraint, a primary key wants one that holds for all rows, and for those of heirs. */
    private static boolean keepsNullOut(Table present, Column column) {
        return column.notNull()
                && present.constraints().stream()
                        .filter(one -> one.kind() == Constraint.Kind.NOT_NULL
                                && one.columns().contains(column.name()))
                        .allMatch(one -> one.validated() && !one.noInherit());
    }

    @Override
    public Sql state(StepContext context) {
        return keys(context).of(place());
    }

    /** The index becomes a constraint, without reading a row. */
    final Stage enforcing(StepContext context) {
        return Stage.of(title(), List.of(keys(context).add(names(context), constraint(), kind)));
    }

    @Override
    public List<Check> untangled(StepContext context) {
        return List.of(
                new Check(
                        "unreferred",
                        "Nothing refers to constraint " + constraint() + " of " + table(),
                        new Question.Rows(keys(context).referring(table(), constraint()), Expect.none()),
                        Check.OnMiss.FAIL,
                        ChangeCodes.KEY_REFERRED,
                        "What this step has made was left as it is. Drop what refers to it, then roll back again; or keep the constraint and finalize."));
    }

    /** @param index that becomes the constraint's, and may have been there */
    final UnaryOperator<Table> predicted(Table present, Index index, StepContext context) {
        List<Reading> readings = readings(
                present,
                context,
                standIn -> List.of(
                        context.dialect()
                                .statements(IndexStatements.class)
                                .buildUnseen(
                                        new TableIndex(standIn, standIn.sibling(constraint())),
                                        CanonicalIndex.like(index)),
                        keys(context).add(List.of(standIn), constraint(), kind)));
        Constraint added = Constraint.proven(
                        constraint(),
                        Constraint.Kind.valueOf(kind.name()),
                        readings.get(0).definition(),
                        columns(readings),
                        true)
                .but(key -> key.index(Optional.of(constraint()))
                        .equality(readings.stream().map(Reading::equality).toList()));
        List<Index> indexes = new ArrayList<>(present.indexes());
        indexes.removeIf(other -> other.name().equals(index.name()));
        indexes.add(index.enforcing(constraint()));
        indexes.sort(Comparator.comparing(Index::name));
        return table -> with(table, added).withIndexes(indexes);
    }

    final TableIndex place() {
        return new TableIndex(table(), table().sibling(constraint()));
    }

    static KeyStatements keys(StepContext context) {
        return context.dialect().statements(KeyStatements.class);
    }
}
