package dev.underpin.internal.execution;

import dev.underpin.db.SqlFailure;
import dev.underpin.spi.server.ErrorMeaning;

/** The structure is no longer what a round was compiled for: the rest of the round is abandoned. */
public final class Replan extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A relation or another object is gone, is there already, or is not in the state that the statement needs. */
    static boolean isDueTo(SqlFailure failure) {
        return failure.means(ErrorMeaning.STRUCTURE_CHANGED);
    }

    Replan(String why) {
        super(why);
    }

    Replan(String why, Throwable cause) {
        super(why, cause);
    }
}
