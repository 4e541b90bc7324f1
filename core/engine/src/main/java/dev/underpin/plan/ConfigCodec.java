package dev.underpin.plan;

import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import java.util.List;

/**
 * Records as JSON and back: the configurations and the memory of steps, and whatever else consists of the same types. Equal
 * records have equal JSON, and reading it gives an equal record.
 */
public final class ConfigCodec {

    /** What was written is no such record. The message says where and why. */
    public static final class Unreadable extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        private final transient List<PlanProblem> problems;

        private Unreadable(Problems problems) {
            super(problems.toString());
            this.problems = problems.all();
        }

        public List<PlanProblem> problems() {
            return problems;
        }
    }

    public String write(Record value) {
        return JsonText.write(Unbinder.FULL.unbind(Shapes.ofRecord(value.getClass()), value));
    }

    /**
     * @throws Unreadable if the JSON does not hold such a record: it has something that the record does not know, or lacks something that
     *     it needs
     */
    public <R extends Record> R read(String json, Class<R> type) {
        return bind(JsonText.read(json), type);
    }

    /**
     * Reads a record as a plan would hold it, without parameters.
     *
     * @throws Unreadable if the YAML does not hold such a record; the message says where and why
     */
    public <R extends Record> R parse(String yaml, Class<R> type) {
        return bind(Snippet.node(yaml), type);
    }

    /** What is wrong with a value as a plan would hold it; empty if nothing is. */
    public List<PlanProblem> problems(String yaml, Shape shape) {
        Problems problems = new Problems(yaml);
        YamlComposer.compose(yaml, problems)
                .ifPresent(node ->
                        new Binder(problems, Substitution.NONE).bind(shape, node, SourcePosition.of("the value")));
        return problems.all();
    }

    private static <R extends Record> R bind(Node node, Class<R> type) {
        Problems problems = new Problems(type.getSimpleName());
        return new Binder(problems, Substitution.NONE)
                .bind(type, node, SourcePosition.of(type.getSimpleName()))
                .orElseThrow(() -> new Unreadable(problems));
    }
}
