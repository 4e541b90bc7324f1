package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.config.ConvertTableConfig;
import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLog.KeyColumn;
import dev.underpin.partitioning.sql.KeyRegistry;
import dev.underpin.partitioning.sql.SnapshotGuard;
import dev.underpin.partitioning.sql.WriteGuard;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a conversion creates beside its tables to notice what others write: logs, guards, registries. All their names come from here. */
public record ConversionObjects(Conversion conversion) {

    /** Where definitions are kept, to notice that somebody changed one. */
    public QualifiedName store() {
        return conversion.names().own(conversion.table(), "_definition");
    }

    /** Logs what changes in the old table until the cutover. */
    public KeyLog forward() {
        return log("f");
    }

    /** Logs what changes in the partitioned table after the cutover. */
    public KeyLog reverse() {
        return log("r");
    }

    /** Refuses writes by snapshots from before the cutover. */
    public SnapshotGuard cutoverGuard() {
        return guard("_cutover");
    }

    /** Refuses writes by snapshots from before the way back. */
    public SnapshotGuard returnGuard() {
        return guard("_return");
    }

    List<SnapshotGuard> guards() {
        return List.of(cutoverGuard(), returnGuard());
    }

    /** Lets nobody but the replay write to the copy before the cutover, and to the retired table after it. */
    public WriteGuard writeGuard() {
        QualifiedName pass = conversion.names().own(conversion.table(), "_write");
        return new WriteGuard(pass, pass, pass.local(), conversion.synchronous(), conversion.entrusted());
    }

    private SnapshotGuard guard(String suffix) {
        QualifiedName mark = conversion.names().own(conversion.table(), suffix);
        return new SnapshotGuard(mark, mark, mark.local());
    }

    /** Keeps the old key unique, where neither the new key nor the old table does. */
    public Optional<KeyRegistry> registry() {
        if (!conversion.widens()
                || conversion.config().oldKey() != ConvertTableConfig.OldKey.GUARDED
                || conversion.synchronous()) {
            return Optional.empty();
        }
        QualifiedName keys = conversion.names().own(conversion.table(), "_keys");
        return Optional.of(new KeyRegistry(
                keys,
                conversion.before().primaryKey().orElseThrow().name(),
                keys,
                keys.local(),
                conversion.names().own(conversion.table(), "_rekey").local(),
                keyColumns(conversion.oldKey()),
                conversion.entrusted()));
    }

    /** The triggers of ours that the table may have. */
    public List<String> ownTriggers() {
        List<String> triggers = new ArrayList<>();
        for (KeyLog log : List.of(forward(), reverse())) {
            triggers.addAll(List.of(log.rowTrigger(), log.truncateTrigger()));
        }
        triggers.addAll(List.of(cutoverGuard().trigger(), returnGuard().trigger()));
        registry().ifPresent(registry -> triggers.addAll(List.of(registry.rowTrigger(), registry.keyTrigger())));
        return triggers;
    }

    private KeyLog log(String direction) {
        QualifiedName entries = conversion.names().own(conversion.table(), "_" + direction);
        return new KeyLog(
                entries,
                conversion.names().own(conversion.table(), "_" + direction + "_parked"),
                conversion.names().own(conversion.table(), "_" + direction + "_recheck"),
                entries,
                entries.local(),
                conversion
                        .names()
                        .own(conversion.table(), "_" + direction + "_truncate")
                        .local(),
                conversion.publishedWholesale(),
                keyColumns(conversion.allKeyColumns()),
                conversion.entrusted());
    }

    private List<KeyColumn> keyColumns(List<String> names) {
        return names.stream()
                .map(name -> conversion.before().column(name).orElseThrow())
                .map(key -> new KeyColumn(key.name(), key.type(), key.collation(), conversion.equality(key.name())))
                .toList();
    }
}
