package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.DefinitionStatements.Peculiar;
import dev.underpin.spi.dialect.DefinitionStatements.Peculiarity;
import dev.underpin.spi.finding.Finding;
import java.util.List;

/** What few tables have and no conversion carries over. */
final class UnsupportedProperties {

    private final Conversion conversion;
    private final StepContext context;

    UnsupportedProperties(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
    }

    List<Finding> findings() {
        return context
                .ask(
                        "peculiarities",
                        context.dialect().statements(DefinitionStatements.class).peculiarities(conversion.table()),
                        Peculiarity.class)
                .stream()
                .map(this::finding)
                .toList();
    }

    private Finding finding(Peculiarity one) {
        String table = conversion.table().toString();
        return switch (Peculiar.valueOf(one.kind())) {
            case CHECK_OF_ROW ->
                Finding.error(
                        Codes.WHOLE_ROW,
                        "the check " + one.name() + " of " + table
                                + " reads the row as a whole, and so one table's rows",
                        "Name its columns, or drop it before the conversion.");
            case INDEX_OF_ROW ->
                Finding.error(
                        Codes.WHOLE_ROW,
                        "the index " + one.name() + " of " + table
                                + " reads the row as a whole, and so one table's rows",
                        "Name its columns, or drop it before the conversion.");
            case OF_EXTENSION ->
                Finding.error(
                        Codes.EXTENSION_PART,
                        "the " + one.name() + " depends on the extension " + one.detail()
                                + "; the partitioned table's would not",
                        "End that first (ALTER … NO DEPENDS ON EXTENSION " + one.detail() + ").");
            case SEQUENCE_USER ->
                Finding.error(
                        Codes.SEQUENCE_USED,
                        "the " + one.name() + " uses " + one.detail() + ", which numbers an identity column of " + table
                                + "; after the cutover another sequence has that name",
                        "Give it a sequence of its own before the conversion.");
            case SUBSCRIPTION ->
                Finding.error(
                        Codes.SUBSCRIBED,
                        "the subscription " + one.name() + " writes to " + table
                                + "; what arrives would not reach the partitioned table",
                        "Convert the publisher's table, or end the subscription of this table first.");
            case FOREIGN_KEY_OFF ->
                Finding.error(
                        Codes.FOREIGN_KEY_OFF,
                        "the foreign key " + one.name() + " of " + table
                                + " is not enforced: its triggers are disabled, and would not be afterwards",
                        "ALTER TABLE … ENABLE TRIGGER ALL, then see that its rows obey it; or drop it.");
            case SYSTEM_COLUMN_RIGHT ->
                Finding.error(
                        Codes.SYSTEM_COLUMN_RIGHT,
                        "somebody has rights on the system column " + one.name() + " of " + table
                                + ", which another table's rows do not share",
                        "REVOKE them before the conversion.");
        };
    }
}
