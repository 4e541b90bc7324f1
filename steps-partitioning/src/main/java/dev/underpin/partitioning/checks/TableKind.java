package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a table is of a kind that can be converted at all. */
final class TableKind {

    private final Table table;
    private final List<Finding> findings = new ArrayList<>();

    TableKind(Table table) {
        this.table = table;
    }

    List<Finding> findings() {
        if (table.partitioned()) {
            refuse(Codes.ALREADY_PARTITIONED, "is partitioned already", "Nothing is to be done.");
            return findings;
        }
        table.partitionOf()
                .ifPresent(parent -> refuse(
                        Codes.IS_PARTITION,
                        "is itself a partition of " + parent.parent(),
                        "Detach it first, or convert the table as a whole."));
        if (!table.inherits().isEmpty() || !table.children().isEmpty()) {
            refuse(
                    Codes.INHERITANCE,
                    table.children().isEmpty()
                            ? "inherits from " + table.inherits().get(0)
                            : "is inherited by " + table.children().get(0),
                    "End the inheritance first (ALTER TABLE … NO INHERIT).");
        }
        table.ofType()
                .ifPresent(type ->
                        refuse(Codes.TYPED, "is a table OF type " + type, "Loosen it first (ALTER TABLE … NOT OF)."));
        if (table.persistence() != Table.Persistence.PERMANENT) {
            refuse(
                    Codes.NOT_PERMANENT,
                    "is " + table.persistence().name().toLowerCase(Locale.ROOT),
                    "Make it permanent first (ALTER TABLE … SET LOGGED).");
        }
        table.extension()
                .ifPresent(extension -> refuse(
                        Codes.OF_EXTENSION,
                        "belongs to the extension " + extension,
                        "Its definition is the extension's business, and an update of it would not expect partitions. Take the table out"
                                + " first (ALTER EXTENSION " + extension + " DROP TABLE " + table.name()
                                + "), if the extension can do without; or convert a table of your own."));
        if (!table.accessMethod().equals("heap")) {
            refuse(
                    Codes.ACCESS_METHOD,
                    "uses the access method " + table.accessMethod(),
                    "Move it to heap first (ALTER TABLE … SET ACCESS METHOD heap).");
        }
        key();
        return findings;
    }

    private void key() {
        if (table.primaryKey().isEmpty()) {
            refuse(
                    Codes.NO_PRIMARY_KEY,
                    "has no primary key, by which its rows are followed",
                    "Add one, for instance from a unique index (ALTER TABLE … ADD PRIMARY KEY USING INDEX …).");
        } else if (table.primaryKey()
                .filter(key -> key.definition().contains(" WITHOUT OVERLAPS"))
                .isPresent()) {
            refuse(
                    Codes.TEMPORAL_KEY,
                    "has a primary key WITHOUT OVERLAPS, which a wider key cannot keep",
                    "Give it an ordinary primary key first.");
        } else if (table.primaryKey().filter(Constraint::deferrable).isPresent()) {
            refuse(
                    Codes.DEFERRABLE_KEY,
                    "has a deferrable primary key, which cannot settle conflicts",
                    "Make it not deferrable first.");
        }
    }

    private void refuse(Code code, String what, String remedy) {
        findings.add(Finding.error(code, table.name() + " " + what, remedy));
    }
}
