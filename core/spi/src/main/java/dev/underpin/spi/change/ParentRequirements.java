package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.change.Backfill.Reference;
import dev.underpin.spi.dialect.ColumnStatements.NewColumn;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What must hold of the rows that a table refers to before it is given values of theirs. */
final class ParentRequirements {

    private final Reference reference;
    private final NewColumn column;
    private final Table table;
    private final StepContext context;

    ParentRequirements(Reference reference, NewColumn column, Table table, StepContext context) {
        this.reference = reference;
        this.column = column;
        this.table = table;
        this.context = context;
    }

    List<Finding> unmet() {
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
        findings.addAll(ambiguous(parent, key));
        if (!parent.owner().equals(table.owner())) {
            findings.add(Finding.error(
                    ChangeCodes.SOURCE_REFUSED,
                    parent.name() + " belongs to " + parent.owner() + ", and " + table.name() + " to " + table.owner()
                            + ": what keeps the column right cannot read both",
                    "Give both to one owner, or fill the column by sql.batches."));
        }
        findings.addAll(BackfillRequirements.unreachable(parent.name(), context));
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

    private List<Finding> ambiguous(Table parent, List<String> key) {
        return key.size() == reference.by().size() && unique(parent, key)
                ? List.of()
                : List.of(Finding.error(
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
                .anyMatch(index ->
                        index.identifiesRows() && Set.copyOf(index.keys()).equals(Set.copyOf(key)));
    }

    private boolean indexed(List<String> by) {
        return table.indexes().stream()
                .anyMatch(index -> index.usable()
                        && !index.partial()
                        && index.keys().size() >= by.size()
                        && new HashSet<>(index.keys().subList(0, by.size())).equals(new HashSet<>(by)));
    }
}
