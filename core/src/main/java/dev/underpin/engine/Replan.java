package dev.underpin.engine;

/** The structure is no longer what a round was compiled for: the rest of the round is abandoned. */
final class Replan extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Replan(String why) {
        super(why);
    }

    Replan(String why, Throwable cause) {
        super(why, cause);
    }
}
