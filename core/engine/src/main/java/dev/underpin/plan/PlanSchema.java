package dev.underpin.plan;

import dev.underpin.plan.shape.Field;
import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.spi.StepType;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The language of plans as a JSON Schema (2020-12), for editors. */
public final class PlanSchema {

    private final StepTypes types;
    private final SchemaWriter writer;

    private PlanSchema(StepTypes types) {
        this.types = types;
        this.writer = new SchemaWriter(types);
    }

    /** The schema of plans that use these step types, indented. */
    public static String of(StepTypes types) {
        return new PlanSchema(types).schema().toPrettyString();
    }

    private ObjectNode schema() {
        ObjectNode root = SchemaWriter.object();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "A plan of Underpin");
        root.setAll(writer.schema(Shapes.ofRecord(Document.class)));
        types.byName().values().forEach(type -> writer.schema(Shapes.ofRecord(type.config())));
        ObjectNode definitions = writer.definitions();
        chooseByUses((ObjectNode) definitions.get(writer.name(StepEntry.class)));
        chooseByType((ObjectNode) definitions.get(writer.name(ParameterDeclaration.class)));
        root.set("$defs", definitions);
        return root;
    }

    /** {@code uses} decides what {@code with} is. */
    private void chooseByUses(ObjectNode step) {
        ObjectNode uses = (ObjectNode) step.at("/properties/uses");
        ArrayNode names = uses.putArray("enum");
        ArrayNode choices = step.putArray("allOf");
        for (StepType<?, ?> type : types.byName().values()) {
            names.add(type.name());
            Shape.Fields config = Shapes.ofRecord(type.config());
            ObjectNode then = when(choices, "uses", type.name());
            ObjectNode with = then.putObject("properties").putObject("with");
            with.setAll(writer.schema(config));
            with.put("description", type.summary());
            if (config.fields().stream().anyMatch(Field::required)) {
                then.putArray("required").add("with");
            }
        }
    }

    /** A parameter's type decides what its default is. */
    private void chooseByType(ObjectNode declaration) {
        ArrayNode choices = declaration.putArray("allOf");
        for (ParameterType type : ParameterType.values()) {
            ObjectNode then = when(choices, "type", type.name().toLowerCase(Locale.ROOT));
            then.putObject("properties").set("default", writer.literal(ParameterTable.shape(type)));
        }
    }

    /** Adds a choice; what is put into the result holds where the key has the value. */
    private static ObjectNode when(ArrayNode choices, String key, String value) {
        ObjectNode choice = choices.addObject();
        ObjectNode condition = choice.putObject("if");
        condition.putObject("properties").putObject(key).put("const", value);
        condition.putArray("required").add(key);
        return choice.putObject("then");
    }
}
