package dev.underpin.plan;

import dev.underpin.plan.shape.Field;
import dev.underpin.plan.shape.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes values as a plan could have written them, each in the one form of its type. */
final class Unbinder {

    /** With all defaults. */
    static final Unbinder FULL = new Unbinder(false);

    /** Without what a plan need not say. */
    static final Unbinder TERSE = new Unbinder(true);

    private static final Node NOTHING = new Node.Single("", Node.Type.NULL, Position.START);

    private final boolean terse;

    private Unbinder(boolean terse) {
        this.terse = terse;
    }

    Node unbind(Shape shape, Object value) {
        if (shape instanceof Shape.Raw) {
            return (Node) value;
        }
        if (shape instanceof Shape.Maybe maybe) {
            Optional<?> present = (Optional<?>) value;
            return present.isPresent() ? unbind(maybe.inner(), present.get()) : NOTHING;
        }
        if (shape instanceof Shape.Single single) {
            return single(single, value);
        }
        if (shape instanceof Shape.Listed listed) {
            return items(listed, (Collection<?>) value);
        }
        return mapping(shape, value);
    }

    private static Node single(Shape.Single shape, Object value) {
        Node.Type type = shape instanceof Shape.Whole
                ? Node.Type.INTEGER
                : shape instanceof Shape.Fraction
                        ? Node.Type.NUMBER
                        : shape instanceof Shape.Truth ? Node.Type.BOOLEAN : Node.Type.TEXT;
        return new Node.Single(shape.print(value), type, Position.START);
    }

    /** The order of a set's values means nothing. */
    private Node items(Shape.Listed shape, Collection<?> values) {
        List<Node> items = new ArrayList<>();
        values.forEach(value -> items.add(unbind(shape.item(), value)));
        if (shape.distinct()) {
            items.sort(Comparator.comparing(JsonText::write));
        }
        return new Node.Items(items, Position.START);
    }

    private Node mapping(Shape shape, Object value) {
        List<Node.Entry> entries = new ArrayList<>();
        if (shape instanceof Shape.Keyed keyed) {
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                entries.add(entry(keyed.key().print(entry.getKey()), unbind(keyed.value(), entry.getValue())));
            }
        } else if (shape instanceof Shape.Variant variant) {
            String key = variant.key(value);
            Shape chosen = Optional.ofNullable(variant.cases().get(key)).orElseThrow();
            entries.add(entry(key, unbind(chosen, value)));
        } else if (shape instanceof Shape.Fields fields) {
            for (Field field : fields.fields()) {
                Node written = unbind(field.shape(), field.of((Record) value));
                if (written != NOTHING && !(terse && isDefault(field, written))) {
                    entries.add(entry(field.name(), written));
                }
            }
        }
        return new Node.Mapping(entries, Position.START);
    }

    private boolean isDefault(Field field, Node written) {
        return field.absent()
                .map(yaml -> unbind(field.shape(), Binder.absent(field, yaml)))
                .filter(usual -> JsonText.write(usual).equals(JsonText.write(written)))
                .isPresent();
    }

    private static Node.Entry entry(String key, Node value) {
        return new Node.Entry(key, Position.START, value);
    }
}
