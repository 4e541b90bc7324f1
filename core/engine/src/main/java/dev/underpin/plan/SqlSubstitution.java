package dev.underpin.plan;

import dev.underpin.spi.sql.SqlToken;
import dev.underpin.spi.sql.UnterminatedSql;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SQL with parameters: each becomes a literal, or a quoted name. */
final class SqlSubstitution {

    private static final Pattern USE = Pattern.compile("(\\$?)\\$\\{([a-z0-9][a-z0-9-]*)\\}");

    private final ParameterTable parameters;
    private final Problems problems;
    private final Node.Single value;
    private final SourcePosition place;
    private final String sql;
    private final StringBuilder result = new StringBuilder();
    private int copied;
    private boolean failed;

    SqlSubstitution(ParameterTable parameters, Problems problems, Node.Single value, SourcePosition place) {
        this.parameters = parameters;
        this.problems = problems;
        this.value = value;
        this.place = place;
        this.sql = value.text();
    }

    Node.@Nullable Single result() {
        List<SqlToken> tokens;
        try {
            tokens = SqlToken.of(sql);
        } catch (UnterminatedSql e) {
            return value;
        }
        for (SqlToken token : tokens) {
            switch (token.kind()) {
                case SUBSTITUTION -> substitute(token);
                case STRING, QUOTED_NAME -> quotation(token);
                default -> {}
            }
        }
        result.append(sql, copied, sql.length());
        return failed ? null : new Node.Single(result.toString(), Node.Type.TEXT, value.at(), value.places());
    }

    private void substitute(SqlToken token) {
        String name = sql.substring(token.start() + 2, token.end() - 1);
        if (joined(token.start() - 1) || joined(token.end())) {
            refuse(
                    ProblemCode.PARAMETER_IN_TEXT,
                    token.start(),
                    "${" + name + "} is joined to a word, but stands for a value",
                    "Make the whole word a parameter of type name.");
            return;
        }
        Optional<Parameter> parameter = parameters.find(name, value.at(token.start()));
        failed |= parameter.isEmpty();
        parameter.ifPresent(found -> replace(token.start(), token.end(), SqlLiteral.of(found)));
    }

    private boolean joined(int at) {
        if (at < 0 || at >= sql.length()) {
            return false;
        }
        char c = sql.charAt(at);
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '\'' || c == '"' || c == '}';
    }

    /** A parameter in quotes would be text; what is meant as text has one {@code $} more. */
    private void quotation(SqlToken token) {
        Matcher use = USE.matcher(sql).region(token.start(), token.end());
        while (use.find()) {
            if (!use.group(1).isEmpty()) {
                replace(use.start(), use.start() + 1, "");
                continue;
            }
            refuse(
                    ProblemCode.PARAMETER_IN_QUOTES,
                    use.start(),
                    use.group() + " stands in quotes, where it would be text",
                    "Take it out of the quotes, for example 'a' || " + use.group() + "; write $" + use.group()
                            + " if the text is meant as it stands.");
        }
    }

    private void refuse(ProblemCode code, int offset, String message, String remedy) {
        problems.add(code, value.at(offset), place.label() + ": " + message, remedy);
        failed = true;
    }

    private void replace(int start, int end, String replacement) {
        result.append(sql, copied, start).append(replacement);
        copied = end;
    }
}
