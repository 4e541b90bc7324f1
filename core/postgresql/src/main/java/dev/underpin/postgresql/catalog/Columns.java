package dev.underpin.postgresql.catalog;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * The columns of a query, as the components of the record that takes its rows name and type them. To learn them from the result would
 * cost one more query of each that reads columns of tables.
 */
final class Columns {

    private static final Pattern CAPITAL = Pattern.compile("([A-Z])");

    private static final ClassValue<List<Field<?>>> COLUMNS = new ClassValue<>() {
        @Override
        protected List<Field<?>> computeValue(Class<?> row) {
            return Arrays.stream(row.getRecordComponents())
                    .<Field<?>>map(Columns::field)
                    .toList();
        }
    };

    private Columns() {}

    static List<Field<?>> of(Class<? extends Record> row) {
        return COLUMNS.get(row);
    }

    private static Field<?> field(RecordComponent component) {
        return DSL.field(
                DSL.name(CAPITAL.matcher(component.getName()).replaceAll("_$1").toLowerCase(Locale.ROOT)),
                type(component));
    }

    private static Class<?> type(RecordComponent component) {
        Class<?> type = component.getType() == Optional.class
                ? (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
                : component.getType();
        return type.isEnum() ? String.class : type;
    }

    /** @throws IllegalStateException if the result has other columns, or has them in another order */
    static void require(List<Field<?>> columns, ResultSet result) {
        List<String> expected = columns.stream().map(Field::getName).toList();
        List<String> found = new ArrayList<>();
        try {
            ResultSetMetaData labels = result.getMetaData();
            for (int i = 1; i <= labels.getColumnCount(); i++) {
                found.add(labels.getColumnLabel(i));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        if (!found.equals(expected)) {
            throw new IllegalStateException("the columns " + expected + " were expected, not " + found);
        }
    }
}
