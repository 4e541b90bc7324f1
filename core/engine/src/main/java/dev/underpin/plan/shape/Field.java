package dev.underpin.plan.shape;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * A component of a record.
 *
 * @param name as plans spell it
 * @param description empty if the component is not described
 * @param example as YAML, empty if there is none
 * @param absent as YAML, the value of an absent component
 * @param accessor gives a record's value
 */
public record Field(
        String name, Shape shape, String description, String example, Optional<String> absent, Method accessor) {

    public boolean required() {
        return absent.isEmpty() && !(shape instanceof Shape.Maybe);
    }

    public Object of(Record owner) {
        try {
            return accessor.invoke(owner);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(owner.getClass().getName() + "." + name + " cannot be read", e);
        }
    }
}
