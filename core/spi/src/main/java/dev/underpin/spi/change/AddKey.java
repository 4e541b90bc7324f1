package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.dialect.KeyStatements.Kind;
import dev.underpin.spi.dialect.KeyStatements.Obstacle;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Autocommit;
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
public final class AddKey extends AddedKey {

    /** @param index its name, and then the constraint's */
    public AddKey(QualifiedName table, String index, Kind kind) {
        super(table, index, kind);
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
        findings.addAll(unfit(present, index.get().keys()));
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
        context.ask("obstacles", keys(context).obstacles(place(), kind()), Obstacle.class)
                .forEach(obstacle -> unfit.add(obstacle.what()));
        return unfit;
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        return List.of(enforcing(context));
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

    private Index index(StepContext context) {
        return before(context).index(constraint()).orElseThrow();
    }

    private TableIndex again(StepContext context) {
        return new TableIndex(table(), context.names().beside(place().index(), "_underpin_again"));
    }

    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        return Optional.of(predicted(present, index(context), context));
    }
}
