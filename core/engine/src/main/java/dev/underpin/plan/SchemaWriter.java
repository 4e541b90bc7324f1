package dev.underpin.plan;

import dev.underpin.plan.shape.Field;
import dev.underpin.plan.shape.Shape;
import dev.underpin.spi.StepType;
import dev.underpin.spi.config.Slug;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes shapes as JSON Schema; records become definitions. */
final class SchemaWriter {

    /** A parameter's use, which can stand for a whole value of any type. */
    private static final String USE = "\\$\\{[a-z0-9][a-z0-9-]*\\}";

    private static final String PARAMETER = "parameter";

    private final ObjectMapper json = new JsonMapper();
    private final Map<Class<?>, String> names = new HashMap<>();
    private final ObjectNode definitions = object();

    SchemaWriter(StepTypes types) {
        for (StepType<?, ?> type : types.byName().values()) {
            names.put(type.config(), type.name());
        }
        ObjectNode parameter = definitions.putObject(PARAMETER);
        parameter.put("description", "The value of a parameter of the plan.");
        parameter.put("type", "string");
        parameter.put("pattern", "^" + USE + "$");
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    ObjectNode definitions() {
        return definitions;
    }

    /** How a record's definition is named: as the step type that it configures, else as its class. */
    String name(Class<?> type) {
        return names.computeIfAbsent(
                type, record -> record.getName().replace('$', '.').replaceFirst("^dev\\.underpin\\.", ""));
    }

    ObjectNode schema(Shape shape) {
        if (shape instanceof Shape.Single single) {
            return usable(single);
        }
        ObjectNode schema = object();
        if (shape instanceof Shape.Maybe maybe) {
            ArrayNode choices = schema.putArray("anyOf");
            choices.add(schema(maybe.inner()));
            choices.addObject().put("type", "null");
        } else if (shape instanceof Shape.Listed listed) {
            schema.put("type", "array");
            schema.set("items", schema(listed.item()));
            if (listed.distinct()) {
                schema.put("uniqueItems", true);
            }
        } else if (shape instanceof Shape.Keyed keyed) {
            schema.put("type", "object");
            schema.set("propertyNames", literal(keyed.key()));
            schema.set("additionalProperties", schema(keyed.value()));
        } else if (shape instanceof Shape.Variant variant) {
            ArrayNode choices = schema.putArray("oneOf");
            variant.cases().forEach((key, chosen) -> variant(choices.addObject(), key, chosen));
        } else if (shape instanceof Shape.Fields fields) {
            define(fields);
            schema.put("$ref", "#/$defs/" + name(fields.type()));
        }
        return schema;
    }

    private void variant(ObjectNode choice, String key, Shape chosen) {
        choice.put("type", "object");
        choice.putObject("properties").set(key, schema(chosen));
        choice.putArray("required").add(key);
        choice.put("additionalProperties", false);
    }

    /** A value, or a parameter that stands for it. Ids are fixed. */
    private ObjectNode usable(Shape.Single shape) {
        ObjectNode literal = literal(shape);
        if (shape instanceof Shape.Any
                || (shape instanceof Shape.Text text && text.pattern().isEmpty())) {
            return literal;
        }
        if (shape instanceof Shape.Text text) {
            if (text.type() != Slug.class && text.type() != ApiVersion.class) {
                literal.put("pattern", "^(?:(?:" + text.pattern().orElseThrow() + ")|" + USE + ")$");
            }
            return literal;
        }
        ObjectNode either = object();
        ArrayNode choices = either.putArray("anyOf");
        choices.add(literal);
        choices.addObject().put("$ref", "#/$defs/" + PARAMETER);
        return either;
    }

    /** A value as such. */
    ObjectNode literal(Shape.Single shape) {
        ObjectNode schema = object();
        if (shape instanceof Shape.Whole whole) {
            schema.put("type", "integer").put("minimum", whole.min()).put("maximum", whole.max());
        } else if (shape instanceof Shape.Fraction) {
            schema.put("type", "number");
        } else if (shape instanceof Shape.Truth) {
            schema.put("type", "boolean");
        } else if (shape instanceof Shape.OneOf choice) {
            ArrayNode constants = schema.putArray("enum");
            choice.constants().keySet().forEach(constants::add);
        } else if (shape instanceof Shape.Text text) {
            if (text.anyScalar()) {
                anyScalar(schema);
            } else {
                schema.put("type", "string");
            }
            text.pattern().ifPresent(pattern -> schema.put("pattern", "^(?:" + pattern + ")$"));
        } else {
            anyScalar(schema);
        }
        return schema;
    }

    private static void anyScalar(ObjectNode schema) {
        schema.putArray("type").add("string").add("number").add("boolean");
    }

    private void define(Shape.Fields record) {
        String name = name(record.type());
        if (definitions.has(name)) {
            return;
        }
        ObjectNode schema = definitions.putObject(name);
        if (!record.description().isEmpty()) {
            schema.put("description", record.description());
        }
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = JsonNodeFactory.instance.arrayNode();
        for (Field field : record.fields()) {
            properties.set(field.name(), property(field));
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.put("additionalProperties", false);
    }

    private ObjectNode property(Field field) {
        ObjectNode property = schema(field.shape());
        if (!field.description().isEmpty()) {
            property.put("description", field.description());
        }
        field.absent().ifPresent(yaml -> property.set("default", value(yaml)));
        if (!field.example().isEmpty()) {
            property.putArray("examples").add(value(field.example()));
        }
        return property;
    }

    private JsonNode value(String yaml) {
        return json.readTree(JsonText.write(Snippet.node(yaml)));
    }
}
