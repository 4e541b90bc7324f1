package dev.underpin.plan.shape;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** How values of one Java type are written. */
public sealed interface Shape {

    /** Completes "expected …". */
    String expected();

    /** Values that are written as one scalar. */
    sealed interface Single extends Shape {

        /**
         * @throws IllegalArgumentException if the text is not of the form; the message says why
         */
        Object parse(String text);

        default String print(Object value) {
            return value.toString();
        }
    }

    /**
     * Text.
     *
     * @param pattern that every valid text matches as a whole
     * @param sql whether parameters of the plan become literals in it
     * @param anyScalar whether what YAML reads as a number or as true or false is taken too
     */
    record Text(
            Class<?> type,
            String expected,
            Optional<String> pattern,
            boolean sql,
            boolean anyScalar,
            Function<String, Object> parser,
            Function<Object, String> printer)
            implements Single {

        @Override
        public Object parse(String text) {
            return parser.apply(text);
        }

        @Override
        public String print(Object value) {
            return printer.apply(value);
        }
    }

    /** A scalar of whatever type, kept as it was written. */
    record Any(Function<String, Object> parser) implements Single {

        @Override
        public String expected() {
            return "a single value";
        }

        @Override
        public Object parse(String text) {
            return parser.apply(text);
        }
    }

    /** An integer. */
    record Whole(Class<?> type, long min, long max) implements Single {

        @Override
        public String expected() {
            return "an integer";
        }

        @Override
        public Object parse(String text) {
            long value;
            try {
                value = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(text + " is out of range", e);
            }
            if (value < min || value > max) {
                throw new IllegalArgumentException(text + " is not between " + min + " and " + max);
            }
            if (type == int.class) {
                return (int) value;
            }
            return value;
        }
    }

    /** A number that may have a fraction. */
    record Fraction(Class<?> type, Function<String, Object> parser, Function<Object, String> printer)
            implements Single {

        @Override
        public String expected() {
            return "a number";
        }

        @Override
        public Object parse(String text) {
            return parser.apply(text);
        }

        @Override
        public String print(Object value) {
            return printer.apply(value);
        }
    }

    /** True or false. */
    record Truth() implements Single {

        @Override
        public String expected() {
            return "true or false";
        }

        @Override
        public Object parse(String text) {
            return Boolean.parseBoolean(text);
        }
    }

    /** One of an enum's constants, in the order of their declaration, by the names that plans use. */
    record OneOf(Class<?> type, Map<String, Object> constants) implements Single {

        @Override
        public String expected() {
            return "one of " + String.join(", ", constants.keySet());
        }

        @Override
        public Object parse(String text) {
            Object constant = constants.get(text);
            if (constant == null) {
                throw new IllegalArgumentException("\"" + text + "\" is not " + expected());
            }
            return constant;
        }

        @Override
        public String print(Object value) {
            return constants.entrySet().stream()
                    .filter(entry -> entry.getValue() == value)
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /**
     * A list or set of values.
     *
     * @param collector makes the collection from the values in their order
     */
    record Listed(Shape item, boolean distinct, Function<List<Object>, Object> collector) implements Shape {

        @Override
        public String expected() {
            return "a list";
        }
    }

    /**
     * Values by name.
     *
     * @param collector makes the map from entries in their order
     */
    record Keyed(Single key, Shape value, Function<Map<Object, Object>, Object> collector) implements Shape {

        @Override
        public String expected() {
            return "a mapping";
        }
    }

    /** A value or none; none is written by leaving it out, or as null. */
    record Maybe(Shape inner) implements Shape {

        @Override
        public String expected() {
            return inner.expected();
        }
    }

    /** Anything, kept as it was written. */
    record Raw() implements Shape {

        @Override
        public String expected() {
            return "a value";
        }
    }

    /** A record. Its components are looked up late, since records may contain each other. */
    final class Fields implements Shape {

        private final Class<? extends Record> type;
        private final Components components;

        Fields(Class<? extends Record> type, Components components) {
            this.type = type;
            this.components = components;
        }

        public Class<? extends Record> type() {
            return type;
        }

        /** Empty if the record does not say. */
        public String description() {
            return components.description();
        }

        public List<Field> fields() {
            return components.fields();
        }

        public Optional<Field> field(String name) {
            return fields().stream().filter(field -> field.name().equals(name)).findFirst();
        }

        public Constructor<? extends Record> constructor() {
            return components.constructor();
        }

        @Override
        public String expected() {
            return "a mapping";
        }
    }

    /** One of a sealed interface's records: a mapping with one key, the record's name. */
    record Variant(Class<?> type, Map<String, Shape> cases) implements Shape {

        @Override
        public String expected() {
            return "a mapping with one of the keys " + String.join(", ", cases.keySet());
        }

        /** The key of a value. */
        public String key(Object value) {
            return Shapes.name(value.getClass());
        }
    }
}
