package dev.underpin.plan;

import dev.underpin.plan.shape.Shape;
import dev.underpin.spi.sql.Identifier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text with parameters that is not SQL: the parameter stands for the whole value, with its own type. */
final class ParameterUse {

    /** What is meant as text has one {@code $} more. */
    private static final String ESCAPE = "$${";

    private static final Pattern WHOLE = Pattern.compile("\\$\\{([^{}]*)\\}");

    private final ParameterTable parameters;
    private final Problems problems;
    private final Node.Single value;
    private final SourcePosition place;

    ParameterUse(ParameterTable parameters, Problems problems, Node.Single value, SourcePosition place) {
        this.parameters = parameters;
        this.problems = problems;
        this.value = value;
        this.place = place;
    }

    static boolean isIn(Node.Single value) {
        return value.type() == Node.Type.TEXT && value.text().contains("${");
    }

    Node.@Nullable Single result(Shape.Single shape) {
        Matcher whole = WHOLE.matcher(value.text());
        if (whole.matches()) {
            return parameters
                    .find(whole.group(1), value.at())
                    .map(parameter -> stand(parameter, shape))
                    .orElse(null);
        }
        int offset = unescaped(value.text());
        if (offset < 0) {
            return literal(value);
        }
        boolean complete = WHOLE.matcher(value.text()).find(offset);
        problems.add(
                complete ? ProblemCode.PARAMETER_IN_TEXT : ProblemCode.PARAMETER_MALFORMED,
                value.at(offset),
                place.label()
                        + (complete
                                ? ": a parameter cannot be a part of a text"
                                : ": ${ begins a parameter without an end"),
                "Use it as the whole value; write $${ if the text is meant as it stands.");
        return null;
    }

    /** Where the first parameter begins that is not escaped; -1 if none does. */
    static int unescaped(String text) {
        int at = text.indexOf("${");
        while (at > 0 && text.charAt(at - 1) == '$') {
            at = text.indexOf("${", at + 1);
        }
        return at;
    }

    /** The text that an escaped one stands for. */
    static Node.Single literal(Node.Single escaped) {
        return new Node.Single(escaped.text().replace(ESCAPE, "${"), Node.Type.TEXT, escaped.at());
    }

    private Node.Single stand(Parameter parameter, Shape.Single shape) {
        String text = parameter.value();
        Node.Type type = switch (parameter.type()) {
            case INTEGER, NUMBER, BOOLEAN -> Node.Type.ofPlain(text);
            default -> Node.Type.TEXT;
        };
        boolean readsNames = shape instanceof Shape.Text target && target.type() != String.class;
        if (parameter.type() == ParameterType.NAME && !readsNames) {
            text = Identifier.parse(text).name();
        }
        return new Node.Single(text, type, value.at());
    }
}
