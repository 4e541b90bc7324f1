package dev.underpin.plan;

import dev.underpin.plan.shape.Unshaped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value as it was written, with its place. */
sealed interface Node extends Unshaped {

    Position at();

    /** Completes "found …". */
    String found();

    /** One value. */
    record Single(String text, Type type, Position at, Places places) implements Node {

        Single(String text, Type type, Position at) {
            this(text, type, at, offset -> at);
        }

        /** The place of a character of the text. */
        Position at(int offset) {
            return places.at(offset);
        }

        @Override
        public String found() {
            return switch (type) {
                case NULL -> "nothing";
                case TEXT -> "the text \"" + abridged() + '"';
                default -> text;
            };
        }

        private String abridged() {
            String line = text.lines().findFirst().orElse("");
            int shown = Math.min(line.length(), 40);
            return shown == text.length() ? text : line.substring(0, shown) + "…";
        }
    }

    /** Several values in order. */
    record Items(List<Node> items, Position at) implements Node {

        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String found() {
            return "a list";
        }
    }

    /** Values by name; the names differ. */
    record Mapping(List<Entry> entries, Position at) implements Node {

        public Mapping {
            entries = List.copyOf(entries);
        }

        Optional<Entry> entry(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        Mapping without(String key) {
            return new Mapping(
                    entries.stream().filter(entry -> !entry.key().equals(key)).toList(), at);
        }

        @Override
        public String found() {
            return "a mapping";
        }
    }

    /** Something whose problem is known already. */
    record Broken(Position at) implements Node {

        @Override
        public String found() {
            return "nothing that can be read";
        }
    }

    /** A key and its value. */
    record Entry(String key, Position keyAt, Node value) {}

    /** The type that a scalar has by how it is written. */
    enum Type {
        NULL,
        BOOLEAN,
        INTEGER,
        NUMBER,
        TEXT;

        private static final Pattern NULLS = Pattern.compile("|~|null|Null|NULL");
        private static final Pattern BOOLEANS = Pattern.compile("true|True|TRUE|false|False|FALSE");
        private static final Pattern INTEGERS = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
        private static final Pattern NUMBERS =
                Pattern.compile("[-+]?(\\.[0-9]+|(0|[1-9][0-9]*)(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

        /**
         * Of a scalar without quotes: YAML's core schema, without the spellings that older versions of YAML read as another
         * number ({@code 012}, {@code 0o14}); those are text.
         */
        static Type ofPlain(String text) {
            if (NULLS.matcher(text).matches()) {
                return NULL;
            }
            if (BOOLEANS.matcher(text).matches()) {
                return BOOLEAN;
            }
            if (INTEGERS.matcher(text).matches()) {
                return INTEGER;
            }
            return NUMBERS.matcher(text).matches() ? NUMBER : TEXT;
        }
    }

    /** Tells where the characters of a scalar stand in the file. */
    @FunctionalInterface
    interface Places {
        Position at(int offset);
    }
}
