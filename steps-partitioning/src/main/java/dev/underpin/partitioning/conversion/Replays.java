package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyLogStatements.Replay;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sync;
import java.util.List;
import java.util.Optional;

/** How the key logs of a conversion are replayed: forward until the cutover, in reverse after it. */
public record Replays(Conversion conversion) {

    private static final long MANY = 20_000;

    /** From the old table to the shadow. */
    public Sync forwardSync(PartitionCoverage reach) {
        return conversion
                .dialect()
                .statements(KeyLogStatements.class)
                .sync(conversion.objects().forward(), forwardReplay(reach));
    }

    /** Most of what is left, before the cutover's locks. */
    public List<Sql> forwardOnce(PartitionCoverage reach) {
        return conversion
                .dialect()
                .statements(KeyLogStatements.class)
                .once(conversion.objects().forward(), forwardReplay(reach), MANY);
    }

    public Replay forwardReplay(PartitionCoverage reach) {
        return new Replay(
                "forward",
                conversion.table(),
                false,
                conversion.shadow(),
                conversion.storedColumns(),
                conversion.oldKey(),
                conversion.allKeyColumns(),
                Optional.of(reach.fits()),
                false,
                conversion.dialect().statements(KeyLogStatements.class).noPartition(),
                new UniqueKeys(conversion).ofPartitioned(),
                conversion.objects().registry(),
                Optional.empty());
    }

    /** From the partitioned table, in its place, to the retired one. */
    public Sync reverseSync() {
        return conversion
                .dialect()
                .statements(KeyLogStatements.class)
                .sync(conversion.objects().reverse(), reverseReplay());
    }

    /** Most of what is left, before the locks of the way back. */
    public List<Sql> reverseOnce() {
        return conversion
                .dialect()
                .statements(KeyLogStatements.class)
                .once(conversion.objects().reverse(), reverseReplay(), MANY);
    }

    public Replay reverseReplay() {
        return new Replay(
                "reverse",
                conversion.table(),
                true,
                conversion.retired(),
                conversion.storedColumns(),
                conversion.oldKey(),
                conversion.oldKey(),
                Optional.empty(),
                conversion.before().columns().stream()
                        .anyMatch(column -> column.identity().isPresent()),
                List.of(),
                new UniqueKeys(conversion).ofOld(),
                Optional.empty(),
                Optional.of(conversion.objects().writeGuard()));
    }
}
