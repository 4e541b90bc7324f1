package dev.underpin.control;

import java.util.Set;

/**
 * What a person says of statements that were interrupted and of which nothing in the database tells whether they took effect.
 *
 * @param done took effect; each the id of the step or the key of the action
 * @param notDone did not
 */
public record Assumptions(Set<String> done, Set<String> notDone) {

    public static final Assumptions NONE = new Assumptions(Set.of(), Set.of());

    public Assumptions {
        done = Set.copyOf(done);
        notDone = Set.copyOf(notDone);
    }
}
