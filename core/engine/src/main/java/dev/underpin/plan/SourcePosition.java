package dev.underpin.plan;

/**
 * A place in the structure of a plan, for messages.
 *
 * @param owner what a person would say the path begins in: a step type's name, or "the plan"
 * @param path empty for the owner itself
 */
record SourcePosition(String owner, String path) {

    static SourcePosition of(String owner) {
        return new SourcePosition(owner, "");
    }

    SourcePosition key(String key) {
        return new SourcePosition(owner, path.isEmpty() ? key : path + "." + key);
    }

    SourcePosition item(int index) {
        return new SourcePosition(owner, path + "[" + index + "]");
    }

    /** Before a colon: {@code keys[1].column}. */
    String label() {
        return path.isEmpty() ? owner : path;
    }

    /** Behind "in": {@code keys[1] of indexing.create}. */
    @Override
    public String toString() {
        return path.isEmpty() ? owner : path + " of " + owner;
    }
}
