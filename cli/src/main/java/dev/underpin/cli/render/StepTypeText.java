package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.cli.terminal.Table;
import dev.underpin.plan.shape.Field;
import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.spi.StepType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Step types: all in a table, or one with everything that can be configured. */
public final class StepTypeText {

    private static final String INDENT = "  ";

    private StepTypeText() {}

    public static List<String> list(PluginRegistry registry) {
        Table table = new Table("TYPE", "DOES", "FROM");
        registry.byName()
                .values()
                .forEach(type -> table.row(
                        Ink.BOLD.on(type.name()),
                        type.summary(),
                        file(registry.origin(type).location())));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add("underpin steps TYPE describes one of them.");
        return lines;
    }

    private static String file(String location) {
        Path name = Path.of(location).getFileName();
        return name == null ? location : name.toString();
    }

    public static List<String> describe(StepType<?, ?> type, PluginRegistry registry) {
        List<String> lines = new ArrayList<>();
        lines.add(Ink.BOLD.on(type.name()) + "  " + type.summary());
        lines.add(Ink.DIM.on("version " + type.version() + ", from " + registry.origin(type)));
        lines.add("");
        lines.add("with:");
        new Fields(lines).add(Shapes.ofRecord(type.config()), INDENT, List.of());
        return lines;
    }

    /** Walks a configuration and what is in it. */
    private static final class Fields {

        private final List<String> lines;

        Fields(List<String> lines) {
            this.lines = lines;
        }

        void add(Shape.Fields shape, String indent, List<Class<?>> within) {
            for (Field field : shape.fields()) {
                lines.add(indent + Ink.BOLD.on(field.name()) + "  " + kind(field.shape()) + "  " + necessity(field));
                String inner = indent + INDENT + INDENT;
                if (!field.description().isEmpty()) {
                    lines.add(inner + field.description());
                }
                if (!field.example().isEmpty()) {
                    lines.add(inner + Ink.DIM.on("for example: ") + field.example());
                }
                addInner(field.shape(), inner, within);
            }
        }

        private void addInner(Shape shape, String indent, List<Class<?>> within) {
            if (shape instanceof Shape.Fields fields && !within.contains(fields.type())) {
                List<Class<?>> path = new ArrayList<>(within);
                path.add(fields.type());
                add(fields, indent, path);
            } else if (shape instanceof Shape.Maybe maybe) {
                addInner(maybe.inner(), indent, within);
            } else if (shape instanceof Shape.Listed listed) {
                addInner(listed.item(), indent, within);
            } else if (shape instanceof Shape.Keyed keyed) {
                addInner(keyed.value(), indent, within);
            } else if (shape instanceof Shape.Variant variant) {
                variant.cases().forEach((key, value) -> {
                    lines.add(indent + Ink.BOLD.on(key) + Ink.DIM.on("  either this, or another of them"));
                    addInner(value, indent + INDENT + INDENT, within);
                });
            }
        }

        private static String necessity(Field field) {
            if (field.required()) {
                return Ink.YELLOW.on("required");
            }
            return Ink.DIM.on(field.absent().map(value -> "default " + value).orElse("optional"));
        }

        private static String kind(Shape shape) {
            String kind = shape instanceof Shape.Listed listed
                    ? "list of " + plural(listed.item())
                    : shape.expected().replaceFirst("^an? ", "");
            return Ink.CYAN.on(kind);
        }

        private static String plural(Shape item) {
            return item instanceof Shape.Fields || item instanceof Shape.Variant
                    ? "mappings"
                    : item.expected().replaceFirst("^an? ", "");
        }
    }
}
