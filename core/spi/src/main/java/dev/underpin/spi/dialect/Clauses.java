package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sql.Author;
import dev.underpin.spi.sql.PathName;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Statements put together from parts: optional clauses, lists, words of the plan. For whoever says what a server understands. */
public final class Clauses {

    private final Dialect dialect;
    private final List<Sql> clauses = new ArrayList<>();

    /** @param dialect that renders the parts */
    public Clauses(Dialect dialect) {
        this.dialect = dialect;
    }

    public Clauses add(String template, Object... parts) {
        clauses.add(dialect.sql(template, parts));
        return this;
    }

    public Clauses addIf(boolean wanted, String template, Object... parts) {
        return wanted ? add(template, parts) : this;
    }

    /** All clauses, with blanks in between. At least one. */
    public Sql finish() {
        return join(dialect, " ", clauses);
    }

    /** At least one part. */
    public static Sql join(Dialect dialect, String separator, List<Sql> parts) {
        String template = IntStream.range(0, parts.size())
                .mapToObj(index -> "{" + index + "}")
                .collect(Collectors.joining(separator));
        return dialect.sql(template, parts.toArray());
    }

    /** At least one item. */
    public static <T> Sql list(Dialect dialect, Collection<T> items, Function<? super T, Sql> render) {
        return join(dialect, ", ", items.stream().map(render).toList());
    }

    /**
     * Those columns of a row, in order; at least one.
     *
     * @param row as it is called in the statement, with quotes where need be
     */
    public static Sql ofRow(Dialect dialect, String row, List<String> columns) {
        return list(dialect, columns, column -> dialect.sql("{0}.{1}", DSL.raw(row), DSL.quotedName(column)));
    }

    /** Words of the plan's author, found on the plan's search path. */
    public static Sql byPlan(String text) {
        return new Sql(text, List.of(), List.of(), Author.PLAN);
    }

    /**
     * What evaluates the author's expressions: functions in them may find what they need on the plan's search path only.
     */
    public static Sql onPlanPath(Sql sql) {
        return new Sql(sql.text(), sql.params(), sql.locks(), Author.PLAN, sql.as());
    }

    /** A name that is looked up on the plan's search path unless its schema is given. */
    public static Sql named(Dialect dialect, PathName name) {
        String rendered = dialect.render(name.jooq());
        return name.schema().isPresent() ? dialect.sql("{0}", name.jooq()) : byPlan(rendered);
    }

    public static Sql identifiers(Dialect dialect, Collection<String> names) {
        return list(dialect, names, name -> dialect.sql("{0}", DSL.quotedName(name)));
    }

    /** Behind VALUES: the schema and the local part of each. At least one name. */
    public static QueryPart rows(List<QualifiedName> names) {
        return DSL.list(names.stream()
                .map(name -> DSL.row(DSL.inline(name.schema()), DSL.inline(name.local())))
                .toList());
    }

    /** Behind TO or FROM: everybody, and those roles by name. */
    public static QueryPart roles(List<String> others) {
        List<QueryPart> all = new ArrayList<>();
        all.add(DSL.keyword("PUBLIC"));
        others.stream()
                .filter(role -> !role.equals("public"))
                .distinct()
                .sorted()
                .forEach(role -> all.add(DSL.quotedName(role)));
        return DSL.list(all);
    }

    /** The text between dollar quotes that do not occur in it. */
    public static Sql dollarQuoted(Dialect dialect, Sql body) {
        StringBuilder tag = new StringBuilder("$underpin");
        while (body.text().contains(tag + "$")) {
            tag.append('_');
        }
        return dialect.sql(tag + "${0}" + tag + "$", body);
    }
}
