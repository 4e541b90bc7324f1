package dev.underpin.internal.duty;

import dev.underpin.internal.compilation.ProgramAnalysis;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.Programs;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.internal.journal.Programs.ProgramRow;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Chunks;
import java.time.Duration;

/** How fast logs are replayed, from what the journal says of earlier replays of the step. */
public final class DrainRate {

    /** Where nothing has been measured: slower than a small server is. */
    private static final double ASSUMED_KEYS_PER_SECOND = 10_000;

    private static final long ENOUGH_KEYS = 500;
    private static final Duration FOR_THE_SWAP = Duration.ofSeconds(1);

    private final double keysPerSecond;

    private DrainRate(double keysPerSecond) {
        this.keysPerSecond = keysPerSecond;
    }

    public static DrainRate of(Programs journal, int step) {
        long keys = 0;
        long millis = 0;
        for (ProgramRow program : journal.of(step)) {
            for (ActionRow row : journal.actions(program.id())) {
                if (row.state() == ActionState.APPLIED
                        && row.rows() >= ENOUGH_KEYS
                        && row.startedAt().isPresent()
                        && row.endedAt().isPresent()
                        && drainsWithoutWaiting(ProgramAnalysis.find(program.program(), row.path()))) {
                    keys += row.rows();
                    millis += Duration.between(
                                    row.startedAt().get(), row.endedAt().get())
                            .toMillis();
                }
            }
        }
        return new DrainRate(keys == 0 ? ASSUMED_KEYS_PER_SECOND : keys * 1000.0 / Math.max(1, millis));
    }

    private static boolean drainsWithoutWaiting(Action action) {
        return action instanceof Batches batches
                && batches.chunks() instanceof Chunks.Log log
                && log.gate().isEmpty();
    }

    /** Apart from waiting for locks and for older transactions. */
    public Duration wayBack(long keys) {
        return Duration.ofMillis(Math.round(keys * 1000 / keysPerSecond)).plus(FOR_THE_SWAP);
    }
}
