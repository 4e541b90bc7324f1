package dev.underpin.spi.program;

import java.util.List;

/**
 * Notes in the journal, together with the transaction, which objects bear these names at that moment. Whoever drops, renames or
 * detaches one of them later asks {@link Question.Same} first: a name can be somebody else's by then.
 */
public record Identify(List<Named> objects) implements Op {

    public Identify {
        objects = List.copyOf(objects);
    }

    public static Identify of(Named... objects) {
        return new Identify(List.of(objects));
    }
}
