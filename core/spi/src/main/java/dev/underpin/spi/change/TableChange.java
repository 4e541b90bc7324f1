package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A change of something that belongs to a table. It is made with the rights of the table's owner alone, whose code it may reach. */
public abstract class TableChange implements Change {

    private final QualifiedName table;

    protected TableChange(QualifiedName table) {
        this.table = table;
    }

    protected final QualifiedName table() {
        return table;
    }

    /** The table as it is before. */
    protected final Table before(StepContext context) {
        return context.catalog().table(table).orElseThrow();
    }

    /** What this change requires beyond a table that is there and ours. */
    protected List<Finding> requirements(Table present, StepContext context) {
        return List.of();
    }

    /** As the dialect says them. */
    protected abstract List<Stage> stages(Table present, StepContext context);

    /** The statements that bring back what {@code present} has. */
    protected abstract List<Sql> reverting(Table present, StepContext context);

    /** The tables whose models change. */
    protected List<Table> affected(StepContext context) {
        return List.of(before(context));
    }

    /** How the table's model changes; empty if that cannot be told. */
    protected abstract Optional<UnaryOperator<Table>> predicted(Table present, StepContext context);

    @Override
    public final List<Finding> requirements(StepContext context) {
        List<Finding> findings = new ArrayList<>(Requirement.unmet(
                context,
                Requirements.exists(table, RelationKind.TABLE, RelationKind.PARTITIONED_TABLE),
                Requirements.owned(table)));
        Optional<Table> present = context.catalog().table(table);
        if (!findings.isEmpty() || present.isEmpty()) {
            return findings;
        }
        findings.addAll(requirements(present.get(), context));
        return findings;
    }

    @Override
    public List<Sql> hold(StepContext context) {
        return List.of(context.dialect()
                .sql("LOCK TABLE {0} IN SHARE UPDATE EXCLUSIVE MODE", table)
                .locking(table, LockMode.SHARE_UPDATE_EXCLUSIVE));
    }

    @Override
    public final List<Stage> stages(StepContext context) {
        Table present = before(context);
        return stages(present, context).stream()
                .map(stage -> new Stage(
                        stage.title(), byOwner(stage.statements(), present, context), stage.checks(), stage.work()))
                .toList();
    }

    @Override
    public final List<Sql> revert(StepContext context) {
        Table present = before(context);
        return byOwner(reverting(present, context), present, context);
    }

    /** With the owner's rights alone. */
    static List<Sql> byOwner(List<Sql> statements, Table present, StepContext context) {
        return present.owner().equals(context.catalog().principal().name())
                ? statements
                : statements.stream()
                        .map(statement -> statement.as(present.owner()))
                        .toList();
    }

    /**
     * What the server makes of the change on an empty stand-in of the table, in the scratch session. The author's words may call what the
     * table's owner has made, so they are read with his rights alone.
     *
     * @param change of the stand-in
     * @param query of what it has become
     * @throws dev.underpin.spi.finding.ServerRefusal if the server makes nothing of it
     */
    protected final <R extends Record> List<R> allOnStandIn(
            Table present,
            StepContext context,
            Function<QualifiedName, List<Sql>> change,
            Function<QualifiedName, Sql> query,
            Class<R> answer) {
        StandInStatements standIns = context.dialect().statements(StandInStatements.class);
        QualifiedName standIn = standIns.name(table.local());
        List<Sql> setup = new ArrayList<>();
        setup.add(standIns.table(standIn, present.columns(), Optional.empty()));
        if (!present.owner().equals(context.catalog().principal().name())) {
            setup.add(standIns.owned(standIn, present.owner()));
        }
        setup.addAll(byOwner(change.apply(standIn), present, context));
        return context.queryInScratch(aspect(), setup, query.apply(standIn), answer);
    }

    /** The same of a query that has one row. */
    protected final <R extends Record> R onStandIn(
            Table present,
            StepContext context,
            Function<QualifiedName, List<Sql>> change,
            Function<QualifiedName, Sql> query,
            Class<R> answer) {
        return allOnStandIn(present, context, change, query, answer).get(0);
    }

    @Override
    public final Optional<Catalog> predict(StepContext context) {
        Table present = before(context);
        return predicted(present, context)
                .map(change -> context.catalog()
                        .with(affected(context).stream().map(change).toList(), List.of(), List.of()));
    }
}
