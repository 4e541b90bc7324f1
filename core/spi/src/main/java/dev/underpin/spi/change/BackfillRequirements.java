package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Role;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.change.Backfill.UserTriggers;
import dev.underpin.spi.dialect.BackfillStatements;
import dev.underpin.spi.dialect.BackfillStatements.Understood;
import dev.underpin.spi.dialect.ColumnStatements.NewColumn;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.server.ErrorMeaning;
import dev.underpin.spi.server.ErrorMeanings;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What must hold before the rows of a table are given values in batches. */
final class BackfillRequirements {

    private final Backfill backfill;
    private final NewColumn column;
    private final Table table;
    private final StepContext context;
    private final BackfillStatements fills;

    BackfillRequirements(Backfill backfill, NewColumn column, Table table, StepContext context) {
        this.backfill = backfill;
        this.column = column;
        this.table = table;
        this.context = context;
        this.fills = context.dialect().statements(BackfillStatements.class);
    }

    private record Name(String name) {}

    private record Firing(String name, boolean needed) {}

    private record Count(long rows) {}

    private record Line(String line) {}

    List<Finding> unmet(Supplier<Understood> understood) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(unreachable(table.name(), context));
        // The triggers' functions are the owner's, beside his table.
        findings.addAll(
                Requirements.createsIn(table.owner(), table.name().schema()).unmet(context));
        findings.addAll(triggers());
        findings.addAll(backfill.reference()
                .map(reference -> new ParentRequirements(reference, column, table, context).unmet())
                .orElseGet(() -> expression(understood)));
        findings.addAll(unidentified());
        return findings;
    }

    /** All rows of a table, and nothing but rows. */
    static List<Finding> unreachable(QualifiedName name, StepContext context) {
        List<Finding> findings = new ArrayList<>();
        for (Table part : context.catalog().tree(name)) {
            if (part.kind() != RelationKind.TABLE && !part.partitioned()) {
                findings.add(Finding.error(
                        ChangeCodes.NOT_FILLABLE,
                        part.name() + " is a " + part.kind() + ", whose rows cannot be filled by pages",
                        "Detach it meanwhile, or fill the column by sql.run."));
            }
            if (!part.rules().isEmpty()) {
                findings.add(Finding.error(
                        ChangeCodes.NOT_FILLABLE,
                        "rules of " + part.name() + " would make something else of the updates",
                        "Drop the rules meanwhile, or fill the column by sql.run."));
            }
        }
        Table present = context.catalog().table(name).orElseThrow();
        if (present.rowSecurity().enabled() && present.rowSecurity().forced() && !seesAll(present.owner(), context)) {
            findings.add(Finding.error(
                    ChangeCodes.NOT_FILLABLE,
                    "row level security of " + name + " is forced upon " + present.owner()
                            + ", its owner, who would not see all rows",
                    "Say NO FORCE ROW LEVEL SECURITY meanwhile, or give the owner BYPASSRLS."));
        }
        return findings;
    }

    private static boolean seesAll(String role, StepContext context) {
        return context.catalog().role(role).filter(Role::seesAllRows).isPresent();
    }

    private List<Finding> triggers() {
        List<Firing> all = context.ask("firing", fills.firing(table.name()), Firing.class);
        List<String> needed =
                all.stream().filter(Firing::needed).map(Firing::name).toList();
        if (backfill.userTriggers() == UserTriggers.SILENCE && !needed.isEmpty()) {
            return List.of(Finding.error(
                    ChangeCodes.TRIGGERS_FIRE,
                    "triggers by which another step keeps rows of " + table.name()
                            + " for its way back would be silenced: " + String.join(", ", needed),
                    "Say triggers: fire, or finalize the plan of that step first."));
        }
        List<String> firing = all.stream()
                .filter(trigger -> !trigger.needed())
                .map(Firing::name)
                .toList();
        if (firing.isEmpty()) {
            return List.of();
        }
        String names = String.join(", ", firing);
        return switch (backfill.userTriggers()) {
            case REFUSE ->
                List.of(Finding.error(
                        ChangeCodes.TRIGGERS_FIRE,
                        "triggers of " + table.name() + " would fire for each row that is filled: " + names,
                        "Say triggers: fire if they may, or triggers: silence, for which the tool's role needs the right to"
                                + " set session_replication_role."));
            case FIRE ->
                List.of(Finding.warning(
                        ChangeCodes.TRIGGERS_WILL_FIRE,
                        "triggers of " + table.name() + " fire for each row that is filled: " + names,
                        "The plan wants it so."));
            case SILENCE -> mayNotSilence(names);
        };
    }

    private List<Finding> mayNotSilence(String names) {
        try {
            context.queryInScratch(
                    "silence", List.of(fills.silence()), context.dialect().sql("SELECT 'silent'"), Line.class);
            return List.of();
        } catch (ServerRefusal refusal) {
            return List.of(
                    Finding.error(
                            ChangeCodes.TRIGGERS_FIRE,
                            context.catalog().principal().name() + " cannot silence the triggers " + names + " of "
                                    + table.name() + ": " + refusal.serverMessage(),
                            "GRANT SET ON PARAMETER session_replication_role TO it (from PostgreSQL 15 on), or say triggers: fire."));
        }
    }

    private List<Finding> expression(Supplier<Understood> understood) {
        try {
            Understood reading = understood.get();
            if (reading.early()) {
                return List.of(Finding.error(
                        ChangeCodes.SOURCE_REFUSED,
                        "the expression for " + column.name()
                                + " needs generated or system columns, which a row does not have yet while it is being written",
                        "Write what the column is generated from instead."));
            }
            Sql tried = fills.tried(table.name(), reading.expression());
            context.ask("tried", byOwner(tried), Count.class);
            return List.of();
        } catch (ServerRefusal refusal) {
            return somethingIsMissing(refusal) && !context.catalog().foretold().isEmpty()
                    ? List.of()
                    : List.of(Finding.error(
                            ChangeCodes.SOURCE_REFUSED,
                            "the server refuses the expression for " + column.name() + ": " + refusal.serverMessage(),
                            "Correct it; functions that it calls find what they need by schema only."));
        }
    }

    private List<Finding> unidentified() {
        return context.ask("unidentified", fills.unidentified(table.name()), Name.class).stream()
                .map(found -> Finding.error(
                        ChangeCodes.NOT_FILLABLE,
                        found.name()
                                + " is published, and its rows have no identity by which a subscriber could find them: the server refuses"
                                + " updates of it",
                        "Give it a primary key or another replica identity."))
                .toList();
    }

    private Sql byOwner(Sql statement) {
        return TableChange.byOwner(List.of(statement), table, context).get(0);
    }

    /** Something that the question names is not there yet: an earlier step makes it. */
    private boolean somethingIsMissing(ServerRefusal refusal) {
        return context.dialect()
                .statements(ErrorMeanings.class)
                .of(new ErrorMeanings.ServerError(refusal.sqlState(), refusal.serverMessage(), Optional.empty()))
                .contains(ErrorMeaning.UNDEFINED_OBJECT);
    }
}
