package dev.underpin.plan.shape;

import dev.underpin.spi.config.Described;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record's components, reflected on at first use. */
final class Components {

    private final Class<? extends Record> type;
    private @Nullable List<Field> fields;

    Components(Class<? extends Record> type) {
        this.type = type;
    }

    String description() {
        Described described = type.getAnnotation(Described.class);
        return described == null ? "" : described.value();
    }

    /** Reflection twice over gives equal lists, so that threads need not agree. */
    List<Field> fields() {
        List<Field> present = fields;
        if (present == null) {
            present = reflect();
            fields = present;
        }
        return present;
    }

    private List<Field> reflect() {
        List<Field> found = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Shape shape;
            try {
                shape = Shapes.of(component.getGenericType());
            } catch (UnsupportedType e) {
                throw e.in(type.getSimpleName() + "." + component.getName());
            }
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            Described described = component.getAnnotation(Described.class);
            if (described == null) {
                found.add(new Field(component.getName(), shape, "", "", Optional.empty(), accessor));
            } else {
                found.add(new Field(
                        described.key().isEmpty() ? component.getName() : described.key(),
                        shape,
                        described.value(),
                        described.example(),
                        Optional.of(described.absent()).filter(absent -> !absent.isEmpty()),
                        accessor));
            }
        }
        return List.copyOf(found);
    }

    Constructor<? extends Record> constructor() {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            return canonical;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type.getName() + " has no canonical constructor", e);
        }
    }
}
