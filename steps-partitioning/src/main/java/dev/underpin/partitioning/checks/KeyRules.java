package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.conversion.TimeKey;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.config.CalendarInterval;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.require.Requirements;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether the plan's column and keys can divide the table. */
final class KeyRules {

    private final Conversion conversion;
    private final StepContext context;
    private final List<Finding> findings = new ArrayList<>();

    KeyRules(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
    }

    List<Finding> findings() {
        findings.addAll(Requirements.supports(
                        Capability.TID_RANGE_SCAN, "read a table by ranges of pages", "Use PostgreSQL 14 or later.")
                .unmet(context));
        Optional<Column> column = conversion.before().column(conversion.column());
        if (column.isEmpty()) {
            findings.addAll(
                    Requirements.column(conversion.table(), conversion.column()).unmet(context));
            return findings;
        }
        type(column.get());
        if (conversion.before().primaryKey().isPresent()) {
            key();
        }
        return findings;
    }

    private void type(Column column) {
        Optional<TimeKey> key = TimeKey.of(column);
        if (key.isEmpty()) {
            findings.add(Finding.error(
                    Codes.COLUMN_TYPE,
                    where() + " is of type " + column.type() + ", not a date or a time",
                    "Ranges by time need a column of type date, timestamp or timestamptz."));
        }
        if (key.filter(TimeKey.DATE::equals).isPresent()
                && conversion.range().interval().unit() == CalendarInterval.Unit.HOUR) {
            findings.add(Finding.error(
                    Codes.INTERVAL,
                    where() + " is a date, which cannot be divided by hours",
                    "Choose an interval of a day or more."));
        }
        if (column.generation() != Column.Generation.NONE) {
            findings.add(Finding.error(
                    Codes.COMPUTED_COLUMN,
                    where() + " is computed; the server divides by stored values only",
                    "Choose an ordinary column."));
        }
        if (!column.notNull()) {
            findings.add(Finding.warning(
                    Codes.NULLABLE_COLUMN,
                    where() + " may be NULL today; in a partitioned table every row needs a value",
                    "See that applications always set it, or rely on its default."));
        }
    }

    private String where() {
        return conversion.range().column() + " of " + conversion.table();
    }

    private void key() {
        Set<String> widened = new LinkedHashSet<>(conversion.oldKey());
        widened.add(conversion.column());
        if (!new HashSet<>(conversion.newKey()).equals(widened)) {
            findings.add(Finding.error(
                    Codes.OTHER_KEY,
                    "primaryKey: [" + String.join(", ", conversion.newKey()) + "] is not the present key of "
                            + conversion.table() + " with the partition column",
                    "Use the columns " + String.join(", ", widened) + ", in any order; or leave primaryKey out."));
        } else if (!leads(conversion.newKey())
                && new Indexes(conversion)
                        .secondary().stream()
                                .filter(index -> !index.partial())
                                .noneMatch(index -> leads(index.keys()))) {
            findings.add(Finding.warning(
                    Codes.KEY_ORDER,
                    "primaryKey: [" + String.join(", ", conversion.newKey()) + "] does not begin with "
                            + String.join(", ", conversion.oldKey())
                            + ": who looks a row up by that alone has no index that serves it, and reads every partition whole",
                    "Use primaryKey: [" + String.join(", ", widened) + "]; or add an index that begins with "
                            + String.join(", ", conversion.oldKey()) + "."));
        }
    }

    private boolean leads(List<String> keys) {
        return keys.size() >= conversion.oldKey().size()
                && new HashSet<>(keys.subList(0, conversion.oldKey().size()))
                        .equals(new HashSet<>(conversion.oldKey()));
    }
}
