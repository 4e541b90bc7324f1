package dev.underpin.postgresql.catalog;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The paths at which two models differ: {@code columns.body.comment}, {@code indexes.+messages_pkey}. */
final class Differences {

    private final TreeSet<String> paths = new TreeSet<>();

    private Differences() {}

    static List<String> between(Object before, Object after) {
        Differences differences = new Differences();
        differences.compare("", before, after);
        return List.copyOf(differences.paths);
    }

    private void compare(String path, @Nullable Object before, @Nullable Object after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before instanceof Optional<?> a && after instanceof Optional<?> b && a.isPresent() && b.isPresent()) {
            compare(path, a.get(), b.get());
        } else if (before instanceof List<?> a && after instanceof List<?> b && named(a) && named(b)) {
            compareMaps(path, byName(a), byName(b));
        } else if (before instanceof Map<?, ?> a && after instanceof Map<?, ?> b) {
            compareMaps(path, new LinkedHashMap<>(a), new LinkedHashMap<>(b));
        } else if (before instanceof Record a && after instanceof Record b && !value(a)) {
            compareRecords(path, a, b);
        } else {
            paths.add(path);
        }
    }

    /** Records that are one value to a reader. */
    private static boolean value(Record record) {
        return !record.getClass().getPackageName().endsWith("catalog");
    }

    private void compareRecords(String path, Record before, Record after) {
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            compare(join(path, component.getName()), read(component, before), read(component, after));
        }
    }

    private void compareMaps(String path, Map<?, ?> before, Map<?, ?> after) {
        Stream.concat(before.keySet().stream(), after.keySet().stream()).forEach(key -> {
            if (!after.containsKey(key)) {
                paths.add(join(path, "-" + key));
            } else if (!before.containsKey(key)) {
                paths.add(join(path, "+" + key));
            } else {
                compare(join(path, String.valueOf(key)), before.get(key), after.get(key));
            }
        });
        boolean reordered = before.keySet().equals(after.keySet())
                && !new ArrayList<Object>(before.keySet()).equals(new ArrayList<Object>(after.keySet()));
        if (reordered) {
            paths.add(join(path, "order"));
        }
    }

    private static boolean named(List<?> list) {
        return list.stream()
                .allMatch(element -> element instanceof Record record
                        && Stream.of(record.getClass().getRecordComponents())
                                .anyMatch(component -> component.getName().equals("name")));
    }

    private static Map<Object, Object> byName(List<?> list) {
        Map<Object, Object> named = new LinkedHashMap<>();
        for (Object element : list) {
            Record record = (Record) element;
            Stream.of(record.getClass().getRecordComponents())
                    .filter(component -> component.getName().equals("name"))
                    .forEach(component -> named.put(Objects.requireNonNull(read(component, record)), record));
        }
        return named;
    }

    private static @Nullable Object read(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String join(String path, String element) {
        return path.isEmpty() ? element : path + "." + element;
    }
}
