package dev.underpin.cli.json;

import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.spi.StepType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Step types as JSON documents. */
public final class StepTypeJson {

    private StepTypeJson() {}

    public static String list(PluginRegistry registry) {
        return document(List.copyOf(registry.byName().values()), registry, false);
    }

    public static String describe(StepType<?, ?> type, PluginRegistry registry) {
        return document(List.of(type), registry, true);
    }

    private static String document(List<StepType<?, ?>> types, PluginRegistry registry, boolean whole) {
        ObjectNode node = ReportJson.document("steps").put("exitCode", 0);
        node.set("stepTypes", ReportJson.list(types, (entry, type) -> {
            entry.put("name", type.name());
            entry.put("summary", type.summary());
            entry.put("version", type.version());
            entry.put("plugin", registry.origin(type).plugin());
            entry.put("location", registry.origin(type).location());
            if (whole) {
                entry.set("with", fields(Shapes.ofRecord(type.config()), List.of(type.config())));
            }
        }));
        return node.toPrettyString();
    }

    private static ArrayNode fields(Shape.Fields shape, List<Class<?>> within) {
        return ReportJson.list(shape.fields(), (entry, field) -> {
            entry.put("name", field.name());
            entry.put("expected", field.shape().expected());
            entry.put("required", field.required());
            ReportJson.put(entry, "default", field.absent());
            entry.put("description", field.description());
            ReportJson.put(entry, "example", Optional.of(field.example()).filter(text -> !text.isEmpty()));
            inner(field.shape())
                    .filter(fields -> !within.contains(fields.type()))
                    .ifPresent(fields -> entry.set("fields", fields(fields, with(within, fields.type()))));
        });
    }

    private static List<Class<?>> with(List<Class<?>> path, Class<?> type) {
        List<Class<?>> longer = new ArrayList<>(path);
        longer.add(type);
        return longer;
    }

    private static Optional<Shape.Fields> inner(Shape shape) {
        if (shape instanceof Shape.Fields fields) {
            return Optional.of(fields);
        } else if (shape instanceof Shape.Maybe maybe) {
            return inner(maybe.inner());
        } else if (shape instanceof Shape.Listed listed) {
            return inner(listed.item());
        }
        return shape instanceof Shape.Keyed keyed ? inner(keyed.value()) : Optional.empty();
    }
}
