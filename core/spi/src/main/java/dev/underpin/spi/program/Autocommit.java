package dev.underpin.spi.program;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One statement that the server refuses to run inside a transaction block.
 *
 * @param probe selects one text, a {@link State}'s name
 * @param repair removes or finishes what a broken attempt left (state PARTIAL), each statement in autocommit
 * @param patience how long it may wait for others; default: as long as they take
 */
public record Autocommit(
        String key, String title, Sql statement, Sql probe, List<Sql> repair, Optional<Duration> patience, Undo undo)
        implements Action {

    public Autocommit {
        repair = List.copyOf(repair);
    }

    @Override
    public List<Sql> statements() {
        return List.of(statement);
    }

    @Override
    public boolean changes() {
        return true;
    }

    /** What a probe finds. */
    public enum State {
        ABSENT,
        PARTIAL,
        DONE,
        /** Somebody else's object is in the way. */
        FOREIGN,
        UNKNOWN
    }
}
