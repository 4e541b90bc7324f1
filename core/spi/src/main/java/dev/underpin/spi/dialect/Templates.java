package dev.underpin.spi.dialect;

import dev.underpin.spi.dialect.Dialect.Late;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sql.Author;
import dev.underpin.spi.program.Sql.Param;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.QueryPart;

/** Fills templates: one pass over the template, none over what is put in, so that no value can be taken for a placeholder. */
final class Templates {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d{1,4})}");

    private final Function<QueryPart, String> renderer;

    Templates(Function<QueryPart, String> renderer) {
        this.renderer = renderer;
    }

    /**
     * @throws IllegalArgumentException if a placeholder has no part, a part no placeholder, or a part is of a kind that
     *     cannot be rendered
     */
    Sql fill(String template, Object... parts) {
        Statement statement = new Statement();
        BitSet used = new BitSet();
        Matcher matcher = PLACEHOLDER.matcher(template);
        int from = 0;
        while (matcher.find()) {
            int index = Integer.parseInt(matcher.group(1));
            if (index >= parts.length) {
                throw new IllegalArgumentException("no part for " + matcher.group() + " in: " + template);
            }
            used.set(index);
            statement.text.append(template, from, matcher.start());
            append(statement, parts[index], template);
            from = matcher.end();
        }
        statement.text.append(template, from, template.length());
        if (used.cardinality() < parts.length) {
            throw new IllegalArgumentException("part " + used.nextClearBit(0) + " has no placeholder in: " + template);
        }
        return statement.finish();
    }

    private void append(Statement statement, Object part, String template) {
        if (part instanceof QualifiedName name) {
            statement.text.append(renderer.apply(name.jooq()));
        } else if (part instanceof QueryPart query) {
            statement.text.append(renderer.apply(query));
        } else if (part instanceof Late late) {
            statement.late(late);
        } else if (part instanceof Sql nested) {
            statement.nested(nested);
        } else {
            throw new IllegalArgumentException(
                    "a " + part.getClass().getSimpleName() + " cannot stand in: " + template);
        }
    }

    /** A statement in the making. */
    private static final class Statement {

        private final StringBuilder text = new StringBuilder();
        private final List<Param> params = new ArrayList<>();
        private final Set<Lock> locks = new LinkedHashSet<>();
        private Author author = Author.TOOL;

        private void late(Late late) {
            params.add(new Param(late.name(), late.type(), text.length(), Optional.empty()));
            text.append(':').append(late.name());
        }

        private void nested(Sql nested) {
            int shift = text.length();
            nested.params().stream()
                    .map(param -> new Param(param.name(), param.type(), param.offset() + shift, param.value()))
                    .forEach(params::add);
            text.append(nested.text());
            locks.addAll(nested.locks());
            if (nested.author() == Author.PLAN) {
                author = Author.PLAN;
            }
        }

        private Sql finish() {
            return new Sql(text.toString(), params, List.copyOf(locks), author);
        }
    }
}
