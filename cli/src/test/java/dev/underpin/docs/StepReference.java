package dev.underpin.docs;

import dev.underpin.plan.shape.Field;
import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.spi.StepType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The reference of a step type as Markdown: each record of its configuration in a table. */
final class StepReference {

    private final List<String> lines = new ArrayList<>();
    private final Map<Class<?>, Shape.Fields> pending = new LinkedHashMap<>();
    private final List<Class<?>> written = new ArrayList<>();

    private StepReference() {}

    static String of(StepType<?, ?> type) {
        StepReference reference = new StepReference();
        reference.lines.add("## Configuration");
        reference.lines.add("");
        reference.lines.add("`uses: " + type.name() + "`, version " + type.version() + ". " + type.summary());
        reference.lines.add("");
        reference.table(Shapes.ofRecord(type.config()));
        while (!reference.pending.isEmpty()) {
            Shape.Fields next = reference.pending.values().iterator().next();
            reference.pending.remove(next.type());
            reference.lines.add("### " + title(next.type()));
            reference.lines.add("");
            reference.lines.add(next.description());
            reference.lines.add("");
            reference.table(next);
        }
        return String.join("\n", reference.lines);
    }

    private void table(Shape.Fields record) {
        written.add(record.type());
        if (record.fields().isEmpty()) {
            lines.add("Nothing can be said in it: `{}`.");
            lines.add("");
            return;
        }
        lines.add("| key | value | default | meaning |");
        lines.add("|---|---|---|---|");
        for (Field field : record.fields()) {
            lines.add("| `" + field.name() + "` | " + cell(kind(field.shape())) + " | " + necessity(field) + " | "
                    + cell(field.description()) + example(field) + " |");
        }
        lines.add("");
    }

    private static String necessity(Field field) {
        if (field.required()) {
            return "**required**";
        }
        return field.absent().map(value -> code(value)).orElse("none");
    }

    private static String example(Field field) {
        return field.example().isEmpty() ? "" : " Example: " + code(field.example());
    }

    private String kind(Shape shape) {
        if (shape instanceof Shape.Maybe maybe) {
            return kind(maybe.inner());
        } else if (shape instanceof Shape.Listed listed) {
            String item = kind(listed.item());
            String list = listed.distinct() ? "set" : "list";
            return list + (item.matches("(?s)(an?|one) .*") ? ", each " : " of ") + item;
        } else if (shape instanceof Shape.Keyed keyed) {
            return "mapping from " + kind(keyed.key()) + " to " + kind(keyed.value());
        } else if (shape instanceof Shape.Variant variant) {
            List<String> choices = new ArrayList<>();
            variant.cases().forEach((key, chosen) -> choices.add("`" + key + ":` with " + kind(chosen)));
            return String.join(", or ", choices);
        } else if (shape instanceof Shape.Fields fields) {
            if (!written.contains(fields.type())) {
                pending.putIfAbsent(fields.type(), fields);
            }
            String title = title(fields.type());
            return "[" + title + "](#" + title.replace(' ', '-') + ")";
        } else if (shape instanceof Shape.OneOf choice) {
            return "one of `" + String.join("`, `", choice.constants().keySet()) + "`";
        }
        return shape.expected();
    }

    /** {@code IndexKey} is {@code index key}. */
    private static String title(Class<?> type) {
        return type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
    }

    private static String code(String yaml) {
        return "`" + cell(yaml) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
