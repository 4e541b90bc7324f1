package dev.underpin.internal.measure;

import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads what {@code EXPLAIN (VERBOSE, FORMAT JSON)} prints. */
final class ExplainReader {

    private final JsonMapper mapper = new JsonMapper();

    /**
     * An execution plan.
     *
     * @param executionMs the server's own figure; empty if the plan was not executed
     * @param json without the lists of columns, which are long and say little
     */
    record Explained(PlanNode root, Optional<Double> executionMs, String json) {}

    Explained read(String text) {
        JsonNode statement = mapper.readTree(text).path(0);
        JsonNode plan = statement.path("Plan");
        withoutOutput(plan);
        Optional<Double> execution = Optional.of(statement.path("Execution Time"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::asDouble);
        return new Explained(node(plan, Optional.empty()), execution, mapper.writeValueAsString(statement));
    }

    private static void withoutOutput(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("Output");
        }
        node.path("Plans").forEach(ExplainReader::withoutOutput);
    }

    /** A bitmap's index scan does not say what it leads to; the scan above it does. */
    private static PlanNode node(JsonNode json, Optional<QualifiedName> above) {
        Optional<QualifiedName> relation = text(json, "Relation Name")
                .flatMap(name -> text(json, "Schema").map(schema -> QualifiedName.of(schema, name)));
        Optional<QualifiedName> nearest = relation.or(() -> above);
        List<PlanNode> inputs = new ArrayList<>();
        json.path("Plans").forEach(input -> inputs.add(node(input, nearest)));
        return new PlanNode(
                json.path("Node Type").asString(),
                relation,
                nearest.flatMap(table -> text(json, "Index Name").map(table::sibling)),
                text(json, "Parent Relationship"),
                Optional.of(json.path("Actual Loops"))
                        .filter(JsonNode::isNumber)
                        .map(JsonNode::asLong),
                json.path("Subplans Removed").asInt(0),
                inputs);
    }

    private static Optional<String> text(JsonNode json, String key) {
        return Optional.of(json.path(key)).filter(JsonNode::isString).map(JsonNode::asString);
    }
}
