package dev.underpin.plan;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Nodes as JSON, equal nodes as equal text: keys sorted, no white space. */
final class JsonText {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    static String write(Node node) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(node, out);
        }
        return text.toString();
    }

    private static void write(Node node, JsonGenerator out) {
        if (node instanceof Node.Single single) {
            write(single, out);
        } else if (node instanceof Node.Items items) {
            out.writeStartArray();
            items.items().forEach(item -> write(item, out));
            out.writeEndArray();
        } else if (node instanceof Node.Mapping mapping) {
            out.writeStartObject();
            mapping.entries().stream()
                    .sorted(Comparator.comparing(Node.Entry::key))
                    .forEach(entry -> {
                        out.writeName(entry.key());
                        write(entry.value(), out);
                    });
            out.writeEndObject();
        } else {
            throw new IllegalArgumentException("what is broken cannot be written");
        }
    }

    private static void write(Node.Single single, JsonGenerator out) {
        switch (single.type()) {
            case NULL -> out.writeNull();
            case BOOLEAN -> out.writeBoolean(Boolean.parseBoolean(single.text()));
            case INTEGER -> out.writeNumber(new BigInteger(single.text()));
            case NUMBER -> out.writeNumber(new BigDecimal(single.text()));
            case TEXT -> out.writeString(single.text());
        }
    }

    static Node read(String json) {
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), json)) {
            in.nextToken();
            return read(in);
        }
    }

    /** The parser stands on the value's first token, and on its last one afterwards. */
    private static Node read(JsonParser in) {
        JsonToken token = in.currentToken();
        return switch (token) {
            case START_ARRAY -> items(in);
            case START_OBJECT -> mapping(in);
            case VALUE_NULL -> new Node.Single("", Node.Type.NULL, at(in));
            case VALUE_TRUE, VALUE_FALSE -> new Node.Single(in.getString(), Node.Type.BOOLEAN, at(in));
            case VALUE_NUMBER_INT -> new Node.Single(in.getString(), Node.Type.INTEGER, at(in));
            case VALUE_NUMBER_FLOAT -> new Node.Single(in.getString(), Node.Type.NUMBER, at(in));
            case VALUE_STRING -> new Node.Single(in.getString(), Node.Type.TEXT, at(in));
            default -> throw new IllegalArgumentException("unexpected " + token + " in JSON");
        };
    }

    private static Node items(JsonParser in) {
        Position start = at(in);
        List<Node> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(in));
        }
        return new Node.Items(items, start);
    }

    private static Node mapping(JsonParser in) {
        Position start = at(in);
        List<Node.Entry> entries = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            Position keyAt = at(in);
            in.nextToken();
            entries.add(new Node.Entry(key, keyAt, read(in)));
        }
        return new Node.Mapping(entries, start);
    }

    private static Position at(JsonParser in) {
        return new Position(
                in.currentTokenLocation().getLineNr(), in.currentTokenLocation().getColumnNr());
    }
}
