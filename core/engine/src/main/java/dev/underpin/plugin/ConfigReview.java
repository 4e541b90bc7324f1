package dev.underpin.plugin;

import dev.underpin.plan.ProblemCode;
import dev.underpin.plan.shape.Field;
import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.plan.shape.UnsupportedType;
import dev.underpin.plugin.InvalidPlugins.Clash;
import dev.underpin.spi.StepType;
import dev.underpin.spi.internal.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether a step type's configuration can be written, and says what it means. */
final class ConfigReview {

    private final StepType<?, ?> type;
    private final Origin origin;
    private final List<Clash> clashes = new ArrayList<>();
    private final Set<Class<?>> seen = new HashSet<>();

    private ConfigReview(StepType<?, ?> type, Origin origin) {
        this.type = type;
        this.origin = origin;
    }

    static List<Clash> of(StepType<?, ?> type, Origin origin) {
        ConfigReview review = new ConfigReview(type, origin);
        review.look(Shapes.ofRecord(type.config()), true);
        review.look(Shapes.ofRecord(type.memory()), false);
        return review.clashes;
    }

    private void look(Shape shape, boolean described) {
        if (shape instanceof Shape.Maybe maybe) {
            look(maybe.inner(), described);
        } else if (shape instanceof Shape.Listed listed) {
            look(listed.item(), described);
        } else if (shape instanceof Shape.Keyed keyed) {
            look(keyed.value(), described);
        } else if (shape instanceof Shape.Variant variant) {
            variant.cases().values().forEach(chosen -> look(chosen, described));
        } else if (shape instanceof Shape.Fields fields && seen.add(fields.type())) {
            look(fields, described);
        }
    }

    private void look(Shape.Fields record, boolean described) {
        String name = record.type().getSimpleName();
        if (described && record.description().isEmpty()) {
            clash(ProblemCode.NOT_DESCRIBED, name + " is not described", "Annotate the record with @Described.");
        }
        List<Field> fields;
        try {
            fields = record.fields();
        } catch (UnsupportedType e) {
            clash(
                    ProblemCode.UNSUPPORTED_TYPE,
                    String.valueOf(e.getMessage()),
                    "Use a type that plans can write, or @Textual.");
            return;
        }
        for (Field field : fields) {
            String component = name + "." + field.name();
            if (described && field.description().isEmpty()) {
                clash(ProblemCode.NOT_DESCRIBED, component + " is not described", "Annotate it with @Described.");
            } else if (described && field.required() && field.example().isEmpty()) {
                clash(ProblemCode.NO_EXAMPLE, component + " is required, but has no example", "Give it one.");
            }
            look(field.shape(), described);
        }
    }

    private void clash(ProblemCode code, String message, String remedy) {
        clashes.add(new Clash(code, "step type " + type.name() + " of " + origin + ": " + message, remedy));
    }
}
