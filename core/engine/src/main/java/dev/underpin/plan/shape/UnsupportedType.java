package dev.underpin.plan.shape;

import java.lang.reflect.Type;

/** A component's type cannot be written in a plan. */
public final class UnsupportedType extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnsupportedType(Type type) {
        super(type.getTypeName() + " cannot be written in a plan");
    }

    private UnsupportedType(String message) {
        super(message);
    }

    UnsupportedType in(String component) {
        return new UnsupportedType(component + ": " + getMessage());
    }
}
