package dev.underpin.plan;

import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.spi.config.CalendarInterval;
import dev.underpin.spi.config.Slug;
import dev.underpin.spi.sql.Identifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of one reading of a plan, with their values. */
final class ParameterTable implements Substitution {

    private final Problems problems;
    private final Map<String, Parameter> values = new TreeMap<>();
    private final Substitution defaults;
    private final TreeSet<String> declared = new TreeSet<>();

    private ParameterTable(Problems problems, boolean substituting) {
        this.problems = problems;
        this.defaults = substituting ? this::refuseRecursion : Substitution.NONE;
    }

    /**
     * @param declarations the value of the key {@code parameters}, if there is one
     * @param sets values from outside
     * @param substituting whether <code>${name}</code> stands for a parameter
     */
    static ParameterTable of(
            Optional<Node> declarations, Map<String, String> sets, boolean substituting, Problems problems) {
        ParameterTable table = new ParameterTable(problems, substituting);
        if (declarations.isPresent() && declarations.get() instanceof Node.Mapping mapping) {
            mapping.entries().forEach(entry -> table.declare(entry, sets));
        }
        for (String name : sets.keySet()) {
            if (!table.declared.contains(name)) {
                problems.addUnknown(
                        ProblemCode.UNDEFINED_PARAMETER,
                        declarations.map(Node::at).orElse(Position.START),
                        "--set " + name + ": the plan has no parameter of that name",
                        name,
                        table.declared,
                        "Declare it under parameters.");
            }
        }
        return table;
    }

    /** By name. */
    List<Parameter> values() {
        return List.copyOf(values.values());
    }

    /** What is wrong with the declaration itself is found when the document is bound. */
    private void declare(Node.Entry entry, Map<String, String> sets) {
        String name = entry.key();
        declared.add(name);
        Optional<ParameterDeclaration> declaration = new Binder(new Problems(name), Substitution.NONE)
                .bind(ParameterDeclaration.class, entry.value(), SourcePosition.of(name));
        if (declaration.isEmpty()) {
            return;
        }
        ParameterType type = declaration.get().type();
        Shape.Single shape = shape(type);
        SourcePosition place = SourcePosition.of("the plan").key("parameters").key(name);
        Object value;
        if (sets.containsKey(name)) {
            value = set(name, sets.getOrDefault(name, ""), shape, entry.keyAt());
        } else if (declaration.get().defaultValue().isPresent()) {
            value = new Binder(problems, defaults)
                    .bind(shape, declaration.get().defaultValue().get(), place.key("default"));
        } else {
            problems.add(
                    ProblemCode.PARAMETER_WITHOUT_VALUE,
                    entry.keyAt(),
                    "parameter " + name + " has no value",
                    "Give it a default, or --set " + name + "=…");
            return;
        }
        if (value != null) {
            values.put(
                    name,
                    new Parameter(
                            name, type, shape.print(value), declaration.get().description()));
        }
    }

    private @Nullable Object set(String name, String text, Shape.Single shape, Position at) {
        Node.Type written = shape instanceof Shape.Text ? Node.Type.TEXT : Node.Type.ofPlain(text);
        Problems found = new Problems(name);
        Object value = new Binder(found, Substitution.NONE)
                .bind(shape, new Node.Single(text, written, at), SourcePosition.of("--set " + name));
        if (value == null) {
            problems.add(
                    ProblemCode.BAD_PARAMETER_VALUE,
                    at,
                    "--set " + name + ": expected " + shape.expected() + ", found \"" + text + '"',
                    "Set " + shape.expected() + ".");
        }
        return value;
    }

    static Shape.Single shape(ParameterType type) {
        Shape shape = Shapes.of(
                switch (type) {
                    case INTEGER -> long.class;
                    case NUMBER -> BigDecimal.class;
                    case TEXT -> String.class;
                    case BOOLEAN -> boolean.class;
                    case DURATION -> Duration.class;
                    case INTERVAL -> CalendarInterval.class;
                    case DATE -> LocalDate.class;
                    case TIMESTAMP -> Instant.class;
                    case NAME -> Identifier.class;
                    case UUID -> UUID.class;
                });
        return (Shape.Single) shape;
    }

    private Node.@Nullable Single refuseRecursion(Node.Single value, Shape.Single shape, SourcePosition place) {
        if (!ParameterUse.isIn(value)) {
            return value;
        }
        if (ParameterUse.unescaped(value.text()) < 0) {
            return ParameterUse.literal(value);
        }
        problems.add(
                ProblemCode.RECURSIVE_PARAMETER,
                value.at(),
                place.label() + ": a default cannot use a parameter",
                "Write the value itself.");
        return null;
    }

    /** The parameter of that name; empty and a problem if there is none. */
    Optional<Parameter> find(String name, Position at) {
        if (!declared.contains(name)) {
            problems.addUnknown(
                    ProblemCode.UNDEFINED_PARAMETER,
                    at,
                    "there is no parameter \"" + name + '"',
                    name,
                    declared,
                    "Declare it under parameters.");
        }
        return Optional.ofNullable(values.get(name));
    }

    @Override
    public Node.@Nullable Single apply(Node.Single value, Shape.Single shape, SourcePosition place) {
        Optional<Shape.Text> text = shape instanceof Shape.Text written ? Optional.of(written) : Optional.empty();
        boolean stable = text.filter(written -> written.type() == Slug.class).isPresent();
        if (stable || !ParameterUse.isIn(value)) {
            return value;
        }
        if (text.filter(Shape.Text::sql).isPresent()) {
            return new SqlSubstitution(this, problems, value, place).result();
        }
        return new ParameterUse(this, problems, value, place).result(shape);
    }
}
