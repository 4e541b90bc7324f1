package dev.underpin.spi;

import java.util.List;

/**
 * One statement that the server refuses to run inside a transaction block.
 *
 * @param probe selects one text, a {@link State}'s name
 * @param repair removes or finishes what a broken attempt left (state PARTIAL), each statement in autocommit
 */
public record Autocommit(String key, String title, Sql statement, Sql probe, List<Sql> repair, Undo undo)
        implements Action {

    public Autocommit {
        repair = List.copyOf(repair);
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
