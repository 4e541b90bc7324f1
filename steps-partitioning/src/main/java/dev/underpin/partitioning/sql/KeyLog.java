package dev.underpin.partitioning.sql;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * The objects that keep which keys of a table have changed.
 *
 * @param entries the table of logged keys
 * @param parked the table of keys whose rows the other side cannot hold at present
 * @param recheck the table of keys that were replayed since all rows were compared
 * @param function that the triggers call
 * @param rowTrigger name of the trigger that logs
 * @param truncateTrigger name of the trigger that refuses TRUNCATE
 * @param published whether a publication of all tables has the log's tables, too: subscribers must find their rows then
 * @param key the columns that are logged: those of both sides' keys
 * @param entrusted the role with whose rights alone rows are read and written, where it is not the tool's own: the tables'
 *     owner, whose code is reached by that
 */
public record KeyLog(
        QualifiedName entries,
        QualifiedName parked,
        QualifiedName recheck,
        QualifiedName function,
        String rowTrigger,
        String truncateTrigger,
        boolean published,
        List<KeyColumn> key,
        Optional<String> entrusted) {

    /** The same with another table of keys that are parked. */
    public KeyLog parkingIn(QualifiedName otherParked) {
        return new KeyLog(
                entries, otherParked, recheck, function, rowTrigger, truncateTrigger, published, key, entrusted);
    }

    public KeyLog {
        key = List.copyOf(key);
    }

    /**
     * A logged column.
     *
     * @param type as {@code format_type} spells it
     * @param collation if it is not the type's own, schema-qualified and quoted
     * @param equality the operator by which the key's index tells values equal, as {@code OPERATOR(schema.=)}: one that
     *     is found by its bare name can be another, or none
     */
    public record KeyColumn(String name, String type, Optional<String> collation, String equality) {}
}
