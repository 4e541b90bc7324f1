package dev.underpin.plan;

import java.util.List;
import java.util.regex.Pattern;

/** YAML that stands in the code: defaults and examples. */
final class Snippet {

    /** Most snippets, which need no parser. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");

    private Snippet() {}

    /**
     * @throws IllegalStateException if it is no YAML
     */
    static Node node(String yaml) {
        if (WORD.matcher(yaml).matches()) {
            return new Node.Single(yaml, Node.Type.ofPlain(yaml), Position.START);
        }
        if (yaml.equals("[]")) {
            return new Node.Items(List.of(), Position.START);
        }
        if (yaml.equals("{}")) {
            return new Node.Mapping(List.of(), Position.START);
        }
        Problems problems = new Problems(yaml);
        Node node = YamlComposer.compose(yaml, problems).orElse(null);
        if (node == null || problems.any()) {
            throw new IllegalStateException("\"" + yaml + "\" is no YAML: " + problems);
        }
        return node;
    }
}
