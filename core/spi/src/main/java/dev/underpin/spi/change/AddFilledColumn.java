package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.DatabaseEnvironment.Objects;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.change.Backfill.Maintained;
import dev.underpin.spi.change.Backfill.UserTriggers;
import dev.underpin.spi.dialect.BackfillStatements;
import dev.underpin.spi.dialect.BackfillStatements.Filled;
import dev.underpin.spi.dialect.ColumnStatements.NewColumn;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A new column whose values are derived from what is there: added without any, filled in batches while the table is read and written,
 * then, if so wanted, without NULL. Triggers keep right meanwhile what others write; no value that they give themselves is touched. A
 * rollback drops the column, with what has been written into it.
 */
public final class AddFilledColumn extends TableChange {

    private final NewColumn column;
    private final Backfill backfill;
    private final AddColumn bare;
    private final AddColumn whole;
    private final SetNotNull notNull;

    /** @param column its default is that of rows which are written when the triggers are gone */
    public AddFilledColumn(QualifiedName table, NewColumn column, Optional<String> comment, Backfill backfill) {
        super(table);
        this.column = column;
        this.backfill = backfill;
        this.bare = new AddColumn(table, new NewColumn(column.name(), column.type(), Optional.empty(), false), comment);
        this.whole = new AddColumn(table, column, comment);
        this.notNull = new SetNotNull(table, column.name());
    }

    @Override
    public String aspect() {
        return bare.aspect();
    }

    @Override
    public String title() {
        return bare.title();
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        List<Finding> findings = new ArrayList<>(bare.requirements(present, context));
        if (!findings.isEmpty()) {
            return findings;
        }
        whole.requirements(present, context).stream()
                .filter(finding -> !finding.code().equals(ChangeCodes.REWRITES.id()))
                .forEach(findings::add);
        findings.addAll(
                new BackfillRequirements(backfill, column, present, context).unmet(() -> understood(present, context)));
        return findings;
    }

    @Override
    public Sql state(StepContext context) {
        return bare.state(context);
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        BackfillStatements fills = fills(context);
        Filled filled = filled(present, context);
        List<Sql> begin = new ArrayList<>();
        bare.stages(present, context).forEach(stage -> begin.addAll(stage.statements()));
        begin.addAll(fills.maintain(names(context), filled, otherGrantees(present, context)));
        List<Stage> stages = new ArrayList<>();
        stages.add(Stage.of(title() + ", and keep it right from now on", begin));
        stages.add(Stage.ofBatches("Fill " + column.name(), batches(present, filled, context)));
        stages.add(new Stage("See that no row was missed", List.of(), List.of(missed(present, filled, context))));
        if (column.notNull()) {
            stages.addAll(notNull.stages(present, context));
        }
        List<Sql> end = new ArrayList<>();
        column.expression()
                .ifPresent(
                        words -> end.add(AddColumn.columns(context).setDefault(names(context), column.name(), words)));
        if (backfill.maintained() == Maintained.UNTIL_APPLIED) {
            end.addAll(fills.release(names(context), filled));
        }
        if (!end.isEmpty()) {
            stages.add(Stage.of("Leave " + column.name() + " to those who write it", end));
        }
        return stages;
    }

    private List<Batches> batches(Table present, Filled filled, StepContext context) {
        BackfillStatements fills = fills(context);
        return context.catalog().tree(table()).stream()
                .filter(part -> !part.partitioned())
                .map(part -> {
                    List<Sql> chunk = new ArrayList<>();
                    chunk.add(fills.giveWay());
                    boolean silent = backfill.userTriggers() == UserTriggers.SILENCE;
                    if (silent) {
                        chunk.add(fills.silence());
                    }
                    chunk.addAll(byOwner(fills.fill(part.name(), filled, silent), present, context));
                    return new Batches(
                            present.partitioned() ? "fill:" + part.name() : "fill",
                            "Fill " + column.name() + " of " + part.name(),
                            new Chunks.Pages(part.name()),
                            List.of(),
                            chunk,
                            backfill.pace(),
                            Undo.NONE);
                })
                .toList();
    }

    private Check missed(Table present, Filled filled, StepContext context) {
        return new Check(
                "missed",
                column.notNull()
                        ? "Each row has a value in " + column.name()
                        : "Each row that has a source has a value",
                new Question.Sample(byOwner(List.of(fills(context).missed(filled, column.notNull())), present, context)
                        .get(0)),
                Check.OnMiss.FAIL,
                ChangeCodes.ROWS_MISSED,
                "Look at the rows; give their source a value, or let the column hold NULL.");
    }

    @Override
    public List<Check> proofs(StepContext context) {
        return maintained(Check.OnMiss.FAIL, context);
    }

    @Override
    public List<Check> glances(StepContext context) {
        return maintained(Check.OnMiss.WARN, context);
    }

    private List<Check> maintained(Check.OnMiss onMiss, StepContext context) {
        if (backfill.maintained() == Maintained.UNTIL_APPLIED) {
            return List.of();
        }
        return List.of(new Check(
                "maintained",
                "Triggers keep " + column.name() + " of " + table() + " right",
                new Question.Rows(fills(context).idle(names(context), named(context)), Expect.none()),
                onMiss,
                ChangeCodes.NOT_MAINTAINED,
                "Create the trigger again as the journal has it, or enable it; or roll back and apply again."));
    }

    @Override
    public List<Sql> closing(StepContext context) {
        Optional<Table> present = context.catalog().table(table());
        return backfill.maintained() == Maintained.UNTIL_FINALIZED && present.isPresent()
                ? byOwner(fills(context).release(names(context), named(context)), present.get(), context)
                : List.of();
    }

    @Override
    public String closingTitle() {
        return "Leave " + column.name() + " of " + table() + " to those who write it";
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        List<Sql> statements = new ArrayList<>(fills(context).release(names(context), named(context)));
        statements.addAll(bare.reverting(present, context));
        return statements;
    }

    @Override
    public List<Check> untangled(StepContext context) {
        return List.of(bare.untangled(List.of(notNull.check(context)), context));
    }

    @Override
    protected List<Table> affected(StepContext context) {
        List<Table> tables = new ArrayList<>(context.catalog().tree(table()));
        if (backfill.maintained() != Maintained.UNTIL_APPLIED) {
            backfill.parent()
                    .filter(parent -> !parent.equals(table()))
                    .flatMap(context.catalog()::table)
                    .ifPresent(tables::add);
        }
        return tables;
    }

    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        Filled filled = filled(present, context);
        List<QualifiedName> tree = names(context);
        return whole.predicted(present, context).map(withColumn -> table -> {
            Table reached = tree.contains(table.name()) ? withColumn.apply(table) : table;
            return backfill.maintained() == Maintained.UNTIL_APPLIED
                    ? reached
                    : maintained(reached, tree, filled, context);
        });
    }

    private Table maintained(Table table, List<QualifiedName> tree, Filled filled, StepContext context) {
        List<Trigger> triggers = new ArrayList<>(table.triggers());
        if (tree.contains(table.name())) {
            triggers.addAll(fills(context).ofTable(table.name(), !table.name().equals(table()), filled));
        }
        if (backfill.parent().filter(table.name()::equals).isPresent()) {
            triggers.addAll(fills(context).ofParent(filled));
        }
        List<Constraint> constraints = new ArrayList<>(table.constraints());
        triggers.stream()
                .filter(trigger -> !table.triggers().contains(trigger))
                .forEach(trigger -> fills(context).constraint(trigger).ifPresent(constraints::add));
        constraints.sort(Comparator.comparing(Constraint::name));
        triggers.sort(Comparator.comparing(Trigger::name));
        return table.but(draft -> draft.triggers(triggers).constraints(constraints));
    }

    private Filled filled(Table present, StepContext context) {
        return named(
                bare.reading(present, context).type(),
                backfill.source(
                        context.catalog(), () -> understood(present, context).expression()),
                context);
    }

    /** For what asks for names alone. */
    private Filled named(StepContext context) {
        return named("", backfill.source(context.catalog(), () -> ""), context);
    }

    private Filled named(String type, BackfillStatements.Source source, StepContext context) {
        String mark = "~underpin_" + column.name();
        QualifiedName trigger = table().sibling(mark);
        return new Filled(
                table(),
                column.name(),
                type,
                source,
                context.names().beside(table().sibling(table().local() + "_" + column.name()), "_underpin_fill"),
                context.names().beside(table().sibling(table().local() + "_" + column.name()), "_underpin_follow"),
                context.catalog()
                        .table(table())
                        .flatMap(Table::primaryKey)
                        .map(Constraint::columns)
                        .orElse(List.of()),
                context.names().beside(trigger, "").local(),
                context.names().beside(trigger, "_settle").local(),
                context.names().beside(trigger, "_follow").local(),
                context.names().beside(trigger, "_follow_late").local());
    }

    private BackfillStatements.Understood understood(Table present, StepContext context) {
        return onStandIn(
                present,
                context,
                standIn -> fills(context)
                        .understand(
                                standIn,
                                new NewColumn(column.name(), column.type(), Optional.empty(), false),
                                backfill.expression().orElseThrow()),
                fills(context)::understood,
                BackfillStatements.Understood.class);
    }

    private List<String> otherGrantees(Table present, StepContext context) {
        return context.catalog().environment().otherGrantees(present.owner(), Objects.FUNCTIONS);
    }

    private List<QualifiedName> names(StepContext context) {
        return context.catalog().tree(table()).stream().map(Table::name).toList();
    }

    private static BackfillStatements fills(StepContext context) {
        return context.dialect().statements(BackfillStatements.class);
    }
}
