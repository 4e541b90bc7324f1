package dev.underpin.spi.program;

import java.util.List;

/** How an action is taken back. Stands on the action, nowhere else. */
public sealed interface Undo {

    Undo NONE = new None();

    Undo HARMLESS = new Harmless();

    /** Nothing is to be done (for example, because an earlier action's undo removes the object as a whole). */
    record None() implements Undo {}

    /**
     * Nothing is to be done either, and more: within a way back, a run that gets no further than this can still go on forward
     * as if nothing had been tried.
     */
    record Harmless() implements Undo {}

    /** These actions, in order; a key runs once per step and rollback, and actions may share one. */
    record By(List<Action> actions) implements Undo {
        public By {
            actions = List.copyOf(actions);
        }
    }

    /** It cannot be taken back; the plan must have accepted that. */
    record Irreversible(String why) implements Undo {}

    static Undo by(Action... actions) {
        return new By(List.of(actions));
    }
}
