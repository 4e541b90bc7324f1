package dev.underpin.partitioning.sql;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * The objects that keep a key unique in a table whose partitions cannot: a table of all keys, which triggers keep equal.
 *
 * @param keys the table of keys
 * @param constraint the name of its primary key, which those read who repeat a key
 * @param function that the triggers call
 * @param rowTrigger name of the trigger for rows that come and go
 * @param keyTrigger name of the trigger for rows that get another key
 * @param key the columns, named as in the table
 * @param entrusted as of a {@link KeyLog}
 */
public record KeyRegistry(
        QualifiedName keys,
        String constraint,
        QualifiedName function,
        String rowTrigger,
        String keyTrigger,
        List<KeyLog.KeyColumn> key,
        Optional<String> entrusted) {

    /** The same with another table of keys. */
    public KeyRegistry in(QualifiedName otherKeys) {
        return new KeyRegistry(otherKeys, constraint, function, rowTrigger, keyTrigger, key, entrusted);
    }

    public KeyRegistry {
        key = List.copyOf(key);
    }
}
