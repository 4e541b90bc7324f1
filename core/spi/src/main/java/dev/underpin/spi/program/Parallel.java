package dev.underpin.spi.program;

import java.util.List;

/** Actions that do not depend on each other. */
public record Parallel(String key, String title, int workers, List<Action> actions) implements Action {

    public Parallel {
        actions = List.copyOf(actions);
        if (workers < 1) {
            throw new IllegalArgumentException("workers must be at least 1");
        }
        for (Action action : actions) {
            if (action instanceof Converge || action instanceof Parallel) {
                throw new IllegalArgumentException(action.key() + " cannot run inside " + key);
            }
        }
    }

    @Override
    public List<Action> parts() {
        return actions;
    }
}
