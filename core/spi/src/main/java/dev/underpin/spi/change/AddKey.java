package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.ConstraintStatements.Reading;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.dialect.KeyStatements;
import dev.underpin.spi.dialect.KeyStatements.Kind;
import dev.underpin.spi.dialect.KeyStatements.Obstacle;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Makes a unique index a constraint of the same name, without reading a row. A constraint takes its index along when it goes, so the way back
 * builds another while the table is read and written, and gives it the name in the transaction that drops the constraint.
 */
public final class AddKey extends AddedConstraint {

    private final Kind kind;

    /** @param index its name, and then the constraint's */
    public AddKey(QualifiedName table, String index, Kind kind) {
        super(table, index);
        this.kind = kind;
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        List<Finding> findings = new ArrayList<>(super.requirements(present, context));
        // The way back makes an index, and gives it the name with the rights of the table's owner.
        findings.addAll(Requirement.unmet(
                context,
                Requirements.createsIn(table().schema()),
                Requirements.createsIn(present.owner(), table().schema())));
        if (present.partitioned()) {
            findings.add(Finding.error(
                    ChangeCodes.NO_KEY_ON_PARTITIONED,
                    table() + " is partitioned, and an index of it cannot become a constraint",
                    "Make the indexes of its partitions constraints one by one, then add the constraint by sql.run."));
            return findings;
        }
        Optional<Index> index = present.index(constraint());
        if (index.isEmpty()) {
            findings.add(Finding.error(
                    ChangeCodes.NO_SUCH_INDEX,
                    table() + " has no index " + constraint(),
                    "Correct the name, or create the index by indexing.create in a step before."));
            return findings;
        }
        unfit(index.get(), context)
                .forEach(
                        why -> findings.add(
                                Finding.error(
                                        ChangeCodes.INDEX_UNFIT,
                                        "index " + constraint() + " of " + table() + " cannot become a constraint: it "
                                                + why,
                                        "Name another index, or create one that can: unique, B-tree, of whole columns in their default order.")));
        if (kind == Kind.PRIMARY_KEY) {
            findings.addAll(asPrimaryKey(present, index.get()));
        }
        return findings;
    }

    private List<String> unfit(Index index, StepContext context) {
        Map<String, Boolean> reasons = new LinkedHashMap<>();
        reasons.put("is not unique", !index.unique());
        reasons.put("is not valid; its build has failed, or is still at work", !index.usable());
        reasons.put("is no B-tree, but " + index.method(), !index.method().equals(IndexSpec.BTREE.name()));
        reasons.put("is for some rows only", index.partial());
        reasons.put("has expressions among its columns", !index.plainKeys());
        reasons.put(
                "is that of constraint " + index.constraint().orElse("") + " already",
                index.constraint().isPresent());
        reasons.put(
                "is a part of " + index.parent().map(QualifiedName::toString).orElse(""),
                index.parent().isPresent());
        List<String> unfit = new ArrayList<>();
        reasons.forEach((reason, given) -> {
            if (given) {
                unfit.add(reason);
            }
        });
        context.ask("obstacles", keys(context).obstacles(place(), kind), Obstacle.class)
                .forEach(obstacle -> unfit.add(obstacle.what()));
        return unfit;
    }

    private List<Finding> asPrimaryKey(Table present, Index index) {
        List<Finding> findings = new ArrayList<>();
        present.primaryKey()
                .ifPresent(other -> findings.add(Finding.error(
                        ChangeCodes.PRIMARY_KEY_TAKEN,
                        table() + " has a primary key already: " + other.name(),
                        "Leave this step out, or say unique.")));
        List<String> nullable = index.keys().stream()
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

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        return List.of(Stage.of(title(), List.of(keys(context).add(names(context), constraint(), kind))));
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
                        "Nothing was taken back. Drop what refers to it, then roll back again; or keep the constraint and finalize."));
    }

    @Override
    public List<Autocommit> beforeReverting(StepContext context) {
        Index index = index(context);
        TableIndex again = again(context);
        IndexStatements indexes = context.dialect().statements(IndexStatements.class);
        return List.of(new Autocommit(
                "rebuild " + constraint(),
                "Build an index like " + constraint() + " of " + table() + " while it is read and written",
                keys(context).buildLike(again, index),
                indexes.probeBuilt(again, CanonicalIndex.like(index)),
                List.of(indexes.dropConcurrently(again)),
                Optional.empty(),
                Undo.NONE));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        List<Sql> statements = new ArrayList<>();
        statements.add(constraints(context).drop(names(context), constraint(), false));
        statements.addAll(
                keys(context).takePlaceOf(names(context), again(context).index(), index(context)));
        return statements;
    }

    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        Index index = index(context);
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
                .enforcedBy(
                        constraint(), readings.stream().map(Reading::equality).toList());
        List<Index> indexes = present.indexes().stream()
                .map(other -> other.equals(index) ? index.enforcing(constraint()) : other)
                .toList();
        return Optional.of(table -> with(table, added).withIndexes(indexes));
    }

    private Index index(StepContext context) {
        return before(context).index(constraint()).orElseThrow();
    }

    private TableIndex place() {
        return new TableIndex(table(), table().sibling(constraint()));
    }

    private TableIndex again(StepContext context) {
        return new TableIndex(table(), context.names().beside(place().index(), "_underpin_again"));
    }

    private static KeyStatements keys(StepContext context) {
        return context.dialect().statements(KeyStatements.class);
    }
}
