package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyLogStatements.OnWrite;
import dev.underpin.partitioning.sql.KeyLogStatements.Replay;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sync;
import java.util.List;
import java.util.Optional;

/** How the key logs of a conversion are replayed: forward until the cutover, in reverse after it. */
public record Replays(Conversion conversion) {

    private static final long MANY = 20_000;

    /**
     * From the old table to the shadow.
     *
     * @param compared whether all rows have been compared, so that what is replayed from now on is to be rechecked
     */
    public Sync forwardSync(PartitionCoverage reach, boolean compared) {
        return statements().sync(conversion.objects().forward(), since(compared, forwardReplay(reach)));
    }

    private KeyLogStatements statements() {
        return conversion.dialect().statements(KeyLogStatements.class);
    }

    private static Replay since(boolean compared, Replay replay) {
        return compared ? replay.recheckedLater() : replay;
    }

    /** Most of what is left, before the cutover's locks. */
    public List<Sql> forwardOnce(PartitionCoverage reach) {
        return statements()
                .once(conversion.objects().forward(), forwardReplay(reach).recheckedLater(), MANY);
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
                statements().noPartition(),
                new UniqueKeys(conversion).ofPartitioned(),
                conversion.objects().registry(),
                Optional.of(conversion.objects().writeGuard()),
                false);
    }

    /** What the triggers of the reverse log do on the copy: nobody else is to write there. */
    public OnWrite onWriteBeforeCutover() {
        return new OnWrite.Refused(conversion.objects().writeGuard());
    }

    /** What they do on the same table when it has taken its place. */
    public OnWrite onWriteAfterCutover() {
        return conversion.synchronous() ? new OnWrite.Mirrored(reverseReplay()) : new OnWrite.Logged();
    }

    /**
     * From the partitioned table, in its place, to the retired one.
     *
     * @param compared as of {@link #forwardSync}
     */
    public Sync reverseSync(boolean compared) {
        return statements().sync(conversion.objects().reverse(), since(compared, reverseReplay()));
    }

    /** Most of what is left, before the locks of the way back. */
    public List<Sql> reverseOnce() {
        return statements().once(conversion.objects().reverse(), reverseReplay().recheckedLater(), MANY);
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
                Optional.of(conversion.objects().writeGuard()),
                false);
    }
}
