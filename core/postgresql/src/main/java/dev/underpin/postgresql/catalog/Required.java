package dev.underpin.postgresql.catalog;

import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a row must have. The server prints nothing for the definition of an object that vanished after the query's snapshot,
 * and that must not pass for an object without a definition.
 */
final class Required {

    private final RecordComponent[] components;

    Required(Class<? extends Record> row) {
        this.components = Stream.of(row.getRecordComponents())
                .filter(component -> component.getType() != Optional.class
                        && !component.getType().isPrimitive())
                .toArray(RecordComponent[]::new);
        for (RecordComponent component : components) {
            component.getAccessor().setAccessible(true);
        }
    }

    /** @throws CatalogException if a component is null */
    void check(Record row) {
        for (RecordComponent component : components) {
            if (value(component, row).isEmpty()) {
                throw CatalogException.changed("an object is gone, it has no " + component.getName(), null);
            }
        }
    }

    private static Optional<Object> value(RecordComponent component, Record row) {
        try {
            return Optional.ofNullable(component.getAccessor().invoke(row));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
