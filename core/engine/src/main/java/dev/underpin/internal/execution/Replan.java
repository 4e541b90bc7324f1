package dev.underpin.internal.execution;

import dev.underpin.db.SqlFailure;
import java.util.Set;

/** The structure is no longer what a round was compiled for: the rest of the round is abandoned. */
public final class Replan extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A relation or another object is gone, is there already, or is not in the state that the statement needs. */
    private static final Set<String> STRUCTURE_CHANGED = Set.of("42P01", "42704", "42P07", "55000");

    static boolean isDueTo(SqlFailure failure) {
        return STRUCTURE_CHANGED.contains(failure.sqlState());
    }

    Replan(String why) {
        super(why);
    }

    Replan(String why, Throwable cause) {
        super(why, cause);
    }
}
