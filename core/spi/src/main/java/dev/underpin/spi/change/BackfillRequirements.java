package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Principal;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.change.Backfill.Reference;
import dev.underpin.spi.change.Backfill.UserTriggers;
import dev.underpin.spi.dialect.BackfillStatements;
import dev.underpin.spi.dialect.BackfillStatements.Understood;
import dev.underpin.spi.dialect.ColumnStatements.NewColumn;
import dev.underpin.spi.dialect.DefinitionStatements.On;
import dev.underpin.spi.dialect.DefinitionStatements.Right;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.server.ErrorMeaning;
import dev.underpin.spi.server.ErrorMeanings;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        findings.addAll(unreachable(table.name()));
        findings.addAll(creates());
        findings.addAll(triggers());
        findings.addAll(backfill.reference().map(this::parent).orElseGet(() -> expression(understood)));
        findings.addAll(unidentified());
        return findings;
    }

    /** All rows, and nothing but rows. */
    private List<Finding> unreachable(QualifiedName name) {
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
        if (present.rowSecurity().enabled() && present.rowSecurity().forced() && !seesAll(present.owner())) {
            findings.add(Finding.error(
                    ChangeCodes.NOT_FILLABLE,
                    "row level security of " + name + " is forced upon " + present.owner()
                            + ", its owner, who would not see all rows",
                    "Say NO FORCE ROW LEVEL SECURITY meanwhile, or give the owner BYPASSRLS."));
        }
        return findings;
    }

    private boolean seesAll(String role) {
        return context.catalog()
                .role(role)
                .filter(found -> found.superuser() || found.bypassRls())
                .isPresent();
    }

    /** The triggers' functions are the owner's, beside his table. */
    private List<Finding> creates() {
        Principal principal = context.catalog().principal();
        return principal.name().equals(table.owner())
                ? Requirements.createsIn(table.name().schema()).unmet(context)
                : Requirements.privileges(
                                "rights:backfill",
                                List.of(new Right(
                                        table.owner(),
                                        "CREATE",
                                        On.SCHEMA,
                                        "",
                                        table.name().schema())))
                        .unmet(context);
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

    private List<Finding> parent(Reference reference) {
        Catalog catalog = context.catalog();
        List<Finding> findings = new ArrayList<>(Requirement.unmet(
                context,
                Requirements.exists(reference.parent(), RelationKind.TABLE, RelationKind.PARTITIONED_TABLE),
                Requirements.owned(reference.parent())));
        reference
                .by()
                .forEach(name ->
                        findings.addAll(Requirements.column(table.name(), name).unmet(context)));
        if (!findings.isEmpty()) {
            return findings;
        }
        Table parent = catalog.table(reference.parent()).orElseThrow();
        List<String> key = reference.keyIn(catalog);
        key.forEach(
                name -> findings.addAll(Requirements.column(parent.name(), name).unmet(context)));
        findings.addAll(Requirements.column(parent.name(), reference.value()).unmet(context));
        if (!findings.isEmpty()) {
            return findings;
        }
        if (key.size() != reference.by().size() || !unique(parent, key)) {
            findings.add(Finding.error(
                    ChangeCodes.SOURCE_REFUSED,
                    "a row of " + table.name() + " may refer to several rows of " + parent.name() + ", or to none: "
                            + (key.isEmpty()
                                    ? "there is no primary key"
                                    : String.join(", ", key)
                                            + (key.size() == reference.by().size()
                                                    ? " is not unique"
                                                    : " does not match " + String.join(", ", reference.by()))),
                    "Name in key the columns of a unique key, and as many in by."));
        }
        if (!parent.owner().equals(table.owner())) {
            findings.add(Finding.error(
                    ChangeCodes.SOURCE_REFUSED,
                    parent.name() + " belongs to " + parent.owner() + ", and " + table.name() + " to " + table.owner()
                            + ": what keeps the column right cannot read both",
                    "Give both to one owner, or fill the column by sql.batches."));
        }
        findings.addAll(unreachable(parent.name()));
        Column value = parent.column(reference.value()).orElseThrow();
        findings.addAll(otherType(parent, value));
        if (value.generation() != Column.Generation.NONE) {
            findings.add(Finding.error(
                    ChangeCodes.SOURCE_REFUSED,
                    value.name() + " of " + parent.name()
                            + " is generated, so a change of it is not seen before it is made",
                    "Write what it is generated from by expression, or fill the column by sql.batches."));
        }
        if (findings.isEmpty() && !indexed(reference.by())) {
            findings.add(Finding.warning(
                    ChangeCodes.NO_INDEX,
                    "no index of " + table.name() + " begins with " + String.join(", ", reference.by())
                            + ": each change of " + value.name() + " in " + parent.name() + " reads the whole table",
                    "Create one by indexing.create before this step."));
        }
        return findings;
    }

    private List<Finding> otherType(Table parent, Column value) {
        String type = new AddColumn(
                        table.name(),
                        new NewColumn(column.name(), column.type(), Optional.empty(), false),
                        Optional.empty())
                .reading(table, context)
                .type();
        return type.equals(value.type())
                ? List.of()
                : List.of(Finding.error(
                        ChangeCodes.SOURCE_REFUSED,
                        value.name() + " of " + parent.name() + " is of type " + value.type() + ", " + column.name()
                                + " of type " + type,
                        "Give the column the type " + value.type() + "."));
    }

    private static boolean unique(Table parent, List<String> key) {
        return parent.indexes().stream()
                .anyMatch(index -> index.unique()
                        && index.usable()
                        && index.immediate()
                        && !index.partial()
                        && index.plainKeys()
                        && Set.copyOf(index.keys()).equals(Set.copyOf(key)));
    }

    private boolean indexed(List<String> by) {
        return table.indexes().stream()
                .anyMatch(index -> index.usable()
                        && !index.partial()
                        && index.keys().size() >= by.size()
                        && new HashSet<>(index.keys().subList(0, by.size())).equals(new HashSet<>(by)));
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
