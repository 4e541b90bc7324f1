package dev.underpin.plan;

/** YAML that stands in the code: defaults and examples. */
final class Snippet {

    private Snippet() {}

    /**
     * @throws IllegalStateException if it is no YAML
     */
    static Node node(String yaml) {
        Problems problems = new Problems(yaml);
        Node node = YamlComposer.compose(yaml, problems).orElse(null);
        if (node == null || problems.any()) {
            throw new IllegalStateException("\"" + yaml + "\" is no YAML: " + problems);
        }
        return node;
    }
}
