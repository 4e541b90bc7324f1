package dev.underpin.db;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jooq.tools.Convert;
import org.jspecify.annotations.Nullable;

/** Fills records, component by component, from the columns of a result. */
public final class RowMapper {

    private RowMapper() {}

    /**
     * @param type a record with as many components as the result has columns; NULL only fits an {@code Optional}
     */
    public static <R extends Record> List<R> map(Rows rows, Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components.length != rows.columns().size()) {
            throw new IllegalArgumentException(type.getSimpleName() + " has " + components.length
                    + " components, the query " + rows.columns().size() + " columns");
        }
        return rows.values().stream().map(row -> build(type, components, row)).toList();
    }

    private static <R extends Record> R build(Class<R> type, RecordComponent[] components, List<@Nullable String> row) {
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(components[i], row.get(i));
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalArgumentException("cannot fill " + type.getSimpleName(), refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalArgumentException("cannot fill " + type.getSimpleName(), impossible);
        }
    }

    private static Object value(RecordComponent component, @Nullable String text) {
        if (component.getType() == Optional.class) {
            Type inner = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            return text == null ? Optional.empty() : Optional.of(convert(text, (Class<?>) inner, component));
        }
        if (text == null) {
            throw new IllegalArgumentException(component.getName() + " is NULL in the answer");
        }
        return convert(text, component.getType(), component);
    }

    private static Object convert(String text, Class<?> type, RecordComponent component) {
        if (type == boolean.class || type == Boolean.class) {
            return text.equals("t") || text.equals("true");
        }
        Object converted = Convert.convert(text, type);
        if (converted == null) {
            throw new IllegalArgumentException(component.getName() + " cannot hold \"" + text + "\"");
        }
        return converted;
    }
}
