package dev.underpin.spi.program;

import dev.underpin.spi.finding.Finding;
import java.util.List;

/** Actions in order, with notes for the reader of a preview. */
public record Program(List<Action> actions, List<Finding> notes) {

    public static final Program EMPTY = new Program(List.of(), List.of());

    public Program {
        actions = List.copyOf(actions);
        notes = List.copyOf(notes);
    }

    public static Program of(Action... actions) {
        return new Program(List.of(actions), List.of());
    }

    public static Program of(List<Action> actions) {
        return new Program(actions, List.of());
    }

    public boolean isEmpty() {
        return actions.isEmpty();
    }
}
