package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.dialect.TriggerStatements;
import dev.underpin.spi.dialect.TriggerStatements.Ending;
import dev.underpin.spi.dialect.TriggerStatements.Forbidden;
import dev.underpin.spi.dialect.TriggerStatements.NewTrigger;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A new trigger. One for each row gets a copy on each partition, as the server does it; one for each statement fires for those that name the
 * table itself. The function is its owner's to call: it is looked up, and its use allowed or not, with the rights of the table's owner.
 */
public final class CreateTrigger extends TableChange {

    private final NewTrigger trigger;

    public CreateTrigger(QualifiedName table, NewTrigger trigger) {
        super(table);
        this.trigger = trigger;
    }

    @Override
    public String aspect() {
        return "trigger " + trigger.name() + " of " + table();
    }

    @Override
    public String title() {
        return "Create trigger " + trigger.name() + " on " + table();
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        List<Finding> findings = new ArrayList<>(
                Requirement.all(List.of(Requirements.fits(trigger.name()))).unmet(context));
        trigger.columns()
                .forEach(column ->
                        findings.addAll(Requirements.column(table(), column).unmet(context)));
        affected(context).stream()
                .filter(table ->
                        table.triggers().stream().anyMatch(other -> other.name().equals(trigger.name())))
                .forEach(table -> findings.add(Finding.error(
                        ChangeCodes.TRIGGER_TAKEN,
                        table.name() + " has a trigger " + trigger.name() + " already",
                        "Leave this step out, or choose another name.")));
        context.ask("forbidden", triggers(context).forbidden(names(context), present.owner()), Forbidden.class)
                .forEach(forbidden -> findings.add(Finding.error(
                        ChangeCodes.TRIGGER_REFUSED,
                        present.owner() + ", who owns " + table() + ", may not make triggers on " + forbidden.table(),
                        "GRANT TRIGGER ON " + forbidden.table() + " TO " + new Identifier(present.owner()) + ".")));
        if (findings.isEmpty()) {
            try {
                ending(present, context);
            } catch (ServerRefusal refusal) {
                findings.add(Finding.error(
                        ChangeCodes.TRIGGER_REFUSED,
                        "the server refuses trigger " + trigger.name() + ": " + refusal.serverMessage(),
                        "Correct what the message names; the function has no arguments, returns trigger, and the table's owner"
                                + " may execute it."));
            }
        }
        return findings;
    }

    @Override
    public Sql state(StepContext context) {
        return triggers(context).of(table(), trigger.name());
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        List<Sql> statements = new ArrayList<>();
        statements.add(triggers(context).create(names(context), trigger));
        trigger.comment().ifPresent(text -> statements.add(triggers(context).comment(table(), trigger.name(), text)));
        return List.of(Stage.of(title(), statements));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        return List.of(triggers(context).drop(names(context), trigger.name()));
    }

    @Override
    protected List<Table> affected(StepContext context) {
        return trigger.forEachRow() ? context.catalog().tree(table()) : super.affected(context);
    }

    private List<QualifiedName> names(StepContext context) {
        return affected(context).stream().map(Table::name).toList();
    }

    private Ending ending(Table present, StepContext context) {
        return onStandIn(
                present,
                context,
                standIn -> List.of(triggers(context).addToStandIn(standIn, trigger)),
                standIn -> triggers(context).ending(standIn, trigger),
                Ending.class);
    }

    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        Ending ending = ending(present, context);
        if (ending.wholeRow() && affected(context).size() > 1) {
            return Optional.empty();
        }
        return Optional.of(table -> {
            List<Trigger> triggers = new ArrayList<>(table.triggers());
            triggers.add(triggers(context).model(table.name(), !table.name().equals(table()), trigger, ending));
            triggers.sort(Comparator.comparing(Trigger::name));
            return table.but(draft -> draft.triggers(triggers));
        });
    }

    private static TriggerStatements triggers(StepContext context) {
        return context.dialect().statements(TriggerStatements.class);
    }
}
