package dev.underpin.plan.shape;

import dev.underpin.plan.shape.Shape.Single;
import dev.underpin.spi.config.Spelled;
import dev.underpin.spi.config.Textual;
import dev.underpin.spi.program.Scalar;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Finds the shape of a Java type. */
public final class Shapes {

    private Shapes() {}

    /** The shape of a configuration or any other record. */
    public static Shape.Fields ofRecord(Class<? extends Record> type) {
        return new Shape.Fields(type, new Components(type));
    }

    /**
     * @throws UnsupportedType if values of the type cannot be written
     */
    public static Shape of(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return ofGeneric(generic, raw);
        }
        if (type instanceof Class<?> plain) {
            return ofClass(plain);
        }
        throw new UnsupportedType(type);
    }

    private static Shape ofGeneric(ParameterizedType type, Class<?> raw) {
        Type[] arguments = type.getActualTypeArguments();
        if (raw == Optional.class) {
            return new Shape.Maybe(of(arguments[0]));
        }
        if (raw == List.class) {
            return new Shape.Listed(of(arguments[0]), false, Collections::unmodifiableList);
        }
        if (raw == Set.class) {
            return new Shape.Listed(
                    of(arguments[0]), true, items -> Collections.unmodifiableSet(new LinkedHashSet<>(items)));
        }
        if (raw == SortedSet.class) {
            return new Shape.Listed(
                    of(arguments[0]), true, items -> Collections.unmodifiableSortedSet(new TreeSet<>(items)));
        }
        if ((raw == Map.class || raw == SortedMap.class) && of(arguments[0]) instanceof Single key) {
            Function<Map<Object, Object>, Object> collector = raw == Map.class
                    ? Collections::unmodifiableMap
                    : entries -> Collections.unmodifiableSortedMap(new TreeMap<>(entries));
            return new Shape.Keyed(key, of(arguments[1]), collector);
        }
        throw new UnsupportedType(type);
    }

    private static Shape ofClass(Class<?> type) {
        if (type == String.class) {
            return new Shape.Text(type, "text", Optional.empty(), false, false, text -> text, Object::toString);
        }
        if (type == int.class || type == Integer.class) {
            return new Shape.Whole(int.class, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return new Shape.Whole(long.class, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (type == boolean.class || type == Boolean.class) {
            return new Shape.Truth();
        }
        if (type == double.class || type == Double.class) {
            return new Shape.Fraction(double.class, Double::valueOf, Object::toString);
        }
        if (type == BigDecimal.class) {
            return new Shape.Fraction(type, Shapes::decimal, number -> ((BigDecimal) number).toPlainString());
        }
        if (type == Scalar.class) {
            return new Shape.Any(Scalar::new);
        }
        if (Unshaped.class.isAssignableFrom(type)) {
            return new Shape.Raw();
        }
        if (type.isEnum()) {
            return new Shape.OneOf(type, constants(type));
        }
        if (type.isAnnotationPresent(Textual.class)) {
            return textual(type, type.getAnnotation(Textual.class));
        }
        if (type.isRecord()) {
            return ofRecord(type.asSubclass(Record.class));
        }
        if (type.isSealed() && type.isInterface()) {
            return variant(type);
        }
        return ofTime(type);
    }

    private static Shape ofTime(Class<?> type) {
        if (type == Duration.class) {
            return new Shape.Text(
                    type,
                    Durations.EXPECTED,
                    Optional.of(Durations.FORM),
                    false,
                    false,
                    Durations::parse,
                    value -> Durations.print((Duration) value));
        }
        if (type == ZoneId.class) {
            return text(
                    type,
                    "a time zone such as Europe/Berlin or UTC",
                    "[A-Za-z][A-Za-z0-9_-]*(/[A-Za-z0-9_+-]+)*",
                    Shapes::zone);
        }
        if (type == Instant.class) {
            return text(
                    type,
                    "a time such as 2024-01-31T00:00:00Z",
                    "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[-+][0-9]{2}:[0-9]{2})",
                    Instant::parse);
        }
        if (type == LocalDate.class) {
            return text(type, "a date such as 2024-01-31", "[0-9]{4}-[0-9]{2}-[0-9]{2}", LocalDate::parse);
        }
        if (type == UUID.class) {
            return text(type, "a UUID", "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", UUID::fromString);
        }
        throw new UnsupportedType(type);
    }

    private static Shape text(Class<?> type, String expected, String pattern, Function<String, Object> parser) {
        return new Shape.Text(
                type,
                expected,
                Optional.of(pattern),
                false,
                false,
                matching(expected, pattern, text -> {
                    try {
                        return parser.apply(text);
                    } catch (DateTimeException | IllegalArgumentException e) {
                        throw new IllegalArgumentException("\"" + text + "\" is not " + expected, e);
                    }
                }),
                Object::toString);
    }

    /** Longer than anything that has a form; an expression with alternatives recurses with the length of what it reads. */
    private static final int LONGEST_OF_A_FORM = 1_000;

    /** The parser, but for texts only that also match the published form. */
    private static Function<String, Object> matching(String expected, String pattern, Function<String, Object> parser) {
        Pattern form = Pattern.compile(pattern);
        return text -> {
            Object value = parser.apply(text);
            if (text.length() > LONGEST_OF_A_FORM || !form.matcher(text).matches()) {
                throw new IllegalArgumentException("\"" + text + "\" is not " + expected);
            }
            return value;
        };
    }

    /** Equal numbers are equal, however they are written. */
    private static BigDecimal decimal(String text) {
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        if (Math.abs((long) number.scale()) > LONGEST_OF_A_FORM) {
            throw new IllegalArgumentException("\"" + text + "\" has more digits than a number of a plan");
        }
        return number.scale() < 0 ? number.setScale(0) : number;
    }

    /** Regions only: servers read the signs of offsets the other way round. */
    private static Object zone(String text) {
        if (text.equals("UTC")) {
            return ZoneId.of(text);
        }
        if (!ZoneId.getAvailableZoneIds().contains(text)) {
            throw new IllegalArgumentException("there is no such time zone");
        }
        return ZoneId.of(text);
    }

    private static Shape textual(Class<?> type, Textual textual) {
        Method parse;
        try {
            parse = type.getMethod("parse", String.class);
        } catch (NoSuchMethodException e) {
            throw new UnsupportedType(type);
        }
        if (!Modifier.isStatic(parse.getModifiers())) {
            throw new UnsupportedType(type);
        }
        parse.setAccessible(true);
        Function<String, Object> parser = text -> invoke(parse, text);
        boolean published = !textual.pattern().isEmpty();
        return new Shape.Text(
                type,
                textual.value(),
                published ? Optional.of(textual.pattern()) : Optional.empty(),
                textual.sql(),
                textual.anyScalar(),
                published ? matching(textual.value(), textual.pattern(), parser) : parser,
                Object::toString);
    }

    private static Object invoke(Method parse, String text) {
        try {
            return parse.invoke(null, text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(parse + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(parse + " cannot be called", e);
        }
    }

    private static Map<String, Object> constants(Class<?> type) {
        Map<String, Object> names = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            names.put(
                    constant instanceof Spelled spelled ? spelled.spelled() : camel(((Enum<?>) constant).name()),
                    constant);
        }
        return Collections.unmodifiableMap(names);
    }

    private static Shape variant(Class<?> type) {
        Map<String, Shape> cases = new LinkedHashMap<>();
        addCases(type, cases);
        return new Shape.Variant(type, Collections.unmodifiableMap(cases));
    }

    private static void addCases(Class<?> type, Map<String, Shape> cases) {
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                cases.put(name(permitted), ofRecord(permitted.asSubclass(Record.class)));
            } else if (permitted.isSealed() && permitted.isInterface()) {
                addCases(permitted, cases);
            } else {
                throw new UnsupportedType(permitted);
            }
        }
    }

    /** {@code NoSeqScanOn} is {@code noSeqScanOn}. */
    static String name(Class<?> type) {
        String simple = type.getSimpleName();
        return simple.substring(0, 1).toLowerCase(Locale.ROOT) + simple.substring(1);
    }

    /** {@code ENABLE_NO_POLICY} is {@code enableNoPolicy}. */
    private static String camel(String constant) {
        StringBuilder name = new StringBuilder();
        for (String word : constant.toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(
                    name.isEmpty() || word.isEmpty()
                            ? word
                            : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
