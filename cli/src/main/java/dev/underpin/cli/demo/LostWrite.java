package dev.underpin.cli.demo;

/** A writer's statement did not find the one row that the writer knows to be there. */
final class LostWrite extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostWrite(String id, int rows) {
        super("the statement on message " + id + " found " + rows + " rows");
    }
}
