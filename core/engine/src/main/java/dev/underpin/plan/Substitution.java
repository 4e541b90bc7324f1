package dev.underpin.plan;

import dev.underpin.plan.shape.Shape;
import org.jspecify.annotations.Nullable;

/** Puts the values of parameters where they are used. */
@FunctionalInterface
interface Substitution {

    /** Leaves texts as they are. */
    Substitution NONE = (value, shape, place) -> value;

    /** The value with parameters put in; null if that cannot be done, which is then among the problems. */
    Node.@Nullable Single apply(Node.Single value, Shape.Single shape, SourcePosition place);
}
