package dev.underpin.postgresql;

import dev.underpin.spi.PathName;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Sql;
import dev.underpin.spi.Sql.Author;
import dev.underpin.spi.dialect.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** A statement put together from optional clauses. */
final class Clauses {

    private final Dialect dialect;
    private final List<Sql> clauses = new ArrayList<>();

    Clauses(Dialect dialect) {
        this.dialect = dialect;
    }

    Clauses add(String template, Object... parts) {
        clauses.add(dialect.sql(template, parts));
        return this;
    }

    Clauses addIf(boolean wanted, String template, Object... parts) {
        return wanted ? add(template, parts) : this;
    }

    Sql finish() {
        return join(dialect, " ", clauses);
    }

    /** At least one part. */
    static Sql join(Dialect dialect, String separator, List<Sql> parts) {
        String template = IntStream.range(0, parts.size())
                .mapToObj(index -> "{" + index + "}")
                .collect(Collectors.joining(separator));
        return dialect.sql(template, parts.toArray());
    }

    /** At least one item. */
    static <T> Sql list(Dialect dialect, Collection<T> items, Function<? super T, Sql> render) {
        return join(dialect, ", ", items.stream().map(render).toList());
    }

    /** Words of the plan's author, found on the plan's search path. */
    static Sql byPlan(String text) {
        return new Sql(text, List.of(), List.of(), Author.PLAN);
    }

    /**
     * What evaluates the author's expressions: functions in them may find what they need on the plan's search path only.
     */
    static Sql onPlanPath(Sql sql) {
        return new Sql(sql.text(), sql.params(), sql.locks(), Author.PLAN, sql.as());
    }

    /** A name that is looked up on the plan's search path unless its schema is given. */
    static Sql named(Dialect dialect, PathName name) {
        String rendered = dialect.render(name.jooq());
        return name.schema().isPresent() ? dialect.sql("{0}", name.jooq()) : byPlan(rendered);
    }

    static Sql identifiers(Dialect dialect, Collection<String> names) {
        return list(dialect, names, name -> dialect.sql("{0}", DSL.quotedName(name)));
    }

    /** Behind VALUES: the schema and the local part of each. At least one name. */
    static QueryPart rows(List<QualifiedName> names) {
        return DSL.list(names.stream()
                .map(name -> DSL.row(DSL.inline(name.schema()), DSL.inline(name.local())))
                .toList());
    }
}
