package dev.underpin.plan;

import dev.underpin.plan.shape.Field;
import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.spi.config.InvalidConfig;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes values of what was written, by their shape. Whatever is wrong is among the problems, and the value is null. */
final class Binder {

    private final Problems problems;
    private final SingleBinder singles;

    Binder(Problems problems, Substitution substitution) {
        this.problems = problems;
        this.singles = new SingleBinder(problems, substitution);
    }

    <R extends Record> Optional<R> bind(Class<R> type, Node node, SourcePosition place) {
        return Optional.ofNullable(type.cast(bind(Shapes.ofRecord(type), node, place)));
    }

    @Nullable Object bind(Shape shape, Node node, SourcePosition place) {
        if (node instanceof Node.Broken) {
            return null;
        }
        if (shape instanceof Shape.Raw) {
            return node;
        }
        if (shape instanceof Shape.Maybe maybe) {
            return maybe(maybe, node, place);
        }
        if (isNull(node)) {
            problems.add(
                    ProblemCode.NO_VALUE,
                    node.at(),
                    place.label() + " has no value",
                    "Write " + shape.expected() + ".");
            return null;
        }
        if (shape instanceof Shape.Single single) {
            return node instanceof Node.Single value
                    ? singles.bind(single, value, place)
                    : misplaced(shape, node, place);
        }
        if (shape instanceof Shape.Listed listed) {
            return node instanceof Node.Items items ? list(listed, items, place) : misplaced(shape, node, place);
        }
        return node instanceof Node.Mapping mapping ? mapped(shape, mapping, place) : misplaced(shape, node, place);
    }

    private @Nullable Object mapped(Shape shape, Node.Mapping mapping, SourcePosition place) {
        if (shape instanceof Shape.Keyed keyed) {
            return map(keyed, mapping, place);
        }
        if (shape instanceof Shape.Variant variant) {
            return variant(variant, mapping, place);
        }
        return record((Shape.Fields) shape, mapping, place);
    }

    private static boolean isNull(Node node) {
        return node instanceof Node.Single single && single.type() == Node.Type.NULL;
    }

    private @Nullable Object misplaced(Shape shape, Node node, SourcePosition place) {
        String remedy = shape instanceof Shape.Listed && node instanceof Node.Single single
                ? "Write [" + single.text() + "]."
                : "Write " + shape.expected() + ".";
        problems.add(
                ProblemCode.WRONG_STRUCTURE,
                node.at(),
                place.label() + ": expected " + shape.expected() + ", found " + node.found(),
                remedy);
        return null;
    }

    private @Nullable Object maybe(Shape.Maybe maybe, Node node, SourcePosition place) {
        if (isNull(node)) {
            return Optional.empty();
        }
        Object value = bind(maybe.inner(), node, place);
        return value == null ? null : Optional.of(value);
    }

    private @Nullable Object list(Shape.Listed listed, Node.Items items, SourcePosition place) {
        boolean complete = true;
        List<Object> values = new ArrayList<>();
        Set<Object> seen = new LinkedHashSet<>();
        for (int i = 0; i < items.items().size(); i++) {
            Node item = items.items().get(i);
            Object value = bind(listed.item(), item, place.item(i));
            if (value == null) {
                complete = false;
                continue;
            }
            values.add(value);
            if (listed.distinct() && !seen.add(value)) {
                problems.add(
                        ProblemCode.INVALID_COMBINATION,
                        item.at(),
                        place.label() + ": " + value + " is there twice",
                        "Keep one.");
                complete = false;
            }
        }
        return complete ? listed.collector().apply(values) : null;
    }

    private @Nullable Object map(Shape.Keyed keyed, Node.Mapping mapping, SourcePosition place) {
        boolean complete = true;
        Map<Object, Object> values = new LinkedHashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            SourcePosition inner = place.key(entry.key());
            Object key = singles.parse(keyed.key(), new Node.Single(entry.key(), Node.Type.TEXT, entry.keyAt()), inner);
            Object value = bind(keyed.value(), entry.value(), inner);
            if (key == null || value == null) {
                complete = false;
            } else if (values.putIfAbsent(key, value) != null) {
                problems.add(
                        ProblemCode.DUPLICATE_KEY,
                        entry.keyAt(),
                        place.label() + ": " + key + " is there twice",
                        "Keep one.");
                complete = false;
            }
        }
        return complete ? keyed.collector().apply(values) : null;
    }

    private @Nullable Object variant(Shape.Variant variant, Node.Mapping mapping, SourcePosition place) {
        if (mapping.entries().size() != 1) {
            problems.add(
                    ProblemCode.WRONG_STRUCTURE,
                    mapping.at(),
                    place.label() + ": expected " + variant.expected() + ", found "
                            + mapping.entries().size() + " keys",
                    "Keep one of them.");
            return null;
        }
        Node.Entry entry = mapping.entries().get(0);
        Shape chosen = variant.cases().get(entry.key());
        if (chosen == null) {
            unknownKey(entry, variant.cases().keySet(), place);
            return null;
        }
        return bind(chosen, entry.value(), place.key(entry.key()));
    }

    private void unknownKey(Node.Entry entry, Set<String> known, SourcePosition place) {
        String message = "unknown key \"" + entry.key() + "\" in " + place;
        if (entry.key().equals("<<")) {
            problems.add(
                    ProblemCode.UNKNOWN_KEY,
                    entry.keyAt(),
                    message,
                    "YAML 1.2 does not merge; repeat the keys, or put an alias where a whole value belongs.");
        } else {
            problems.addUnknown(ProblemCode.UNKNOWN_KEY, entry.keyAt(), message, entry.key(), known, "Remove it.");
        }
    }

    private @Nullable Object record(Shape.Fields shape, Node.Mapping mapping, SourcePosition place) {
        Map<String, Field> known = new LinkedHashMap<>();
        shape.fields().forEach(field -> known.put(field.name(), field));
        boolean complete = true;
        for (Node.Entry entry : mapping.entries()) {
            if (!known.containsKey(entry.key())) {
                unknownKey(entry, known.keySet(), place);
                complete = false;
            }
        }
        List<Object> arguments = new ArrayList<>();
        for (Field field : shape.fields()) {
            Object value = component(field, mapping, place);
            if (value == null) {
                complete = false;
            } else {
                arguments.add(value);
            }
        }
        return complete ? construct(shape, arguments, mapping, place) : null;
    }

    private @Nullable Object component(Field field, Node.Mapping mapping, SourcePosition place) {
        Optional<Node.Entry> entry = mapping.entry(field.name());
        if (entry.isPresent()) {
            return bind(field.shape(), entry.get().value(), place.key(field.name()));
        }
        if (field.absent().isPresent()) {
            return absent(field, field.absent().get());
        }
        if (field.shape() instanceof Shape.Maybe) {
            return Optional.empty();
        }
        problems.add(
                ProblemCode.MISSING_KEY,
                mapping.at(),
                field.name() + " is missing in " + place,
                "Add it, for example " + field.name() + ": " + field.example());
        return null;
    }

    /** The value of an absent component. */
    static Object absent(Field field, String yaml) {
        Problems problems = new Problems(field.name());
        Object value = new Binder(problems, Substitution.NONE)
                .bind(field.shape(), Snippet.node(yaml), SourcePosition.of(field.name()));
        if (value == null) {
            throw new IllegalStateException("the default of " + field.name() + " is none: " + problems);
        }
        return value;
    }

    private @Nullable Object construct(
            Shape.Fields shape, List<Object> arguments, Node.Mapping mapping, SourcePosition place) {
        try {
            return shape.constructor().newInstance(arguments.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof InvalidConfig invalid) {
                problems.add(
                        ProblemCode.INVALID_COMBINATION,
                        at(mapping, invalid.component()),
                        (invalid.component().isEmpty() ? place : place.key(invalid.component())).label() + ": "
                                + invalid.getMessage(),
                        invalid.remedy());
                return null;
            }
            if (e.getCause() instanceof IllegalArgumentException invalid) {
                problems.add(
                        ProblemCode.INVALID_COMBINATION,
                        mapping.at(),
                        place.label() + ": " + invalid.getMessage(),
                        "Give values that go together.");
                return null;
            }
            throw new IllegalStateException("the constructor of " + shape.type().getName() + " failed", e.getCause());
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalStateException(shape.type().getName() + " cannot be made", e);
        }
    }

    /** The place of a component's value, of a nested one if the path has dots; else of what is there of the path. */
    private static Position at(Node.Mapping mapping, String path) {
        Node node = mapping;
        for (String part : path.split("[.\\[\\]]+")) {
            Optional<Node> next = Optional.empty();
            if (node instanceof Node.Mapping inner) {
                next = inner.entry(part).map(Node.Entry::value);
            } else if (node instanceof Node.Items list && part.matches("[0-9]{1,6}")) {
                next = list.items().stream().skip(Integer.parseInt(part)).findFirst();
            }
            if (next.isEmpty()) {
                break;
            }
            node = next.get();
        }
        return node.at();
    }
}
