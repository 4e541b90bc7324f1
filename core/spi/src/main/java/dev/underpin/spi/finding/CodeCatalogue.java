package dev.underpin.spi.finding;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;

/**
 * The codes of a module, found by {@link java.util.ServiceLoader}. {@code underpin help CODE} shows them, and the list of all
 * codes is made of them.
 */
public interface CodeCatalogue {

    /** All codes that a finding of this module can have, but for those of other modules. */
    List<Code> codes();

    /** The codes that a class declares as constants, in their order. */
    static List<Code> constantsOf(Class<?> holder) {
        return Arrays.stream(holder.getDeclaredFields())
                .filter(field -> field.getType() == Code.class && Modifier.isStatic(field.getModifiers()))
                .map(CodeCatalogue::read)
                .toList();
    }

    private static Code read(Field field) {
        try {
            field.setAccessible(true);
            return (Code) field.get(null);
        } catch (IllegalAccessException unreadable) {
            throw new IllegalStateException(field + " cannot be read", unreadable);
        }
    }
}
