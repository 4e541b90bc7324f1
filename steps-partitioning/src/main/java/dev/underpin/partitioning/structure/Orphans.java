package dev.underpin.partitioning.structure;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.DefinitionStatements.On;
import dev.underpin.spi.dialect.DefinitionStatements.Right;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/**
 * Rows that refer to nothing although a foreign key says that they do: written past its triggers. The server does not mind them until the
 * key is proven anew, which happens when the tables have been swapped; so they are looked for before.
 */
public final class Orphans {

    private final Conversion conversion;
    private final StepContext context;

    public Orphans(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
    }

    /**
     * One check for each key whose referenced table can be read.
     *
     * @param remedy what to do with such rows; the command to go on with
     */
    public List<Check> none(String remedy) {
        List<Constraint> keys = new ForeignKeys(conversion)
                .all().stream().filter(Constraint::validated).toList();
        Predicate<QualifiedName> closed = closed(keys);
        List<Check> checks = new ArrayList<>();
        for (Constraint key : keys) {
            QualifiedName referenced = key.references().orElseThrow();
            context.catalog()
                    .table(referenced)
                    .filter(table -> !closed.test(referenced) && readsAll(table))
                    .ifPresent(table -> checks.add(check(key, table, remedy)));
        }
        return checks;
    }

    private Check check(Constraint key, Table referenced, String remedy) {
        return new Check(
                "orphans:" + key.name(),
                "Every row of " + conversion.table() + " refers to one that is there (" + key.name() + ")",
                new Question.Sample(conversion.asOwner(orphans(key, referenced))),
                Check.OnMiss.FAIL,
                Codes.ORPHANS,
                remedy);
    }

    private Sql orphans(Constraint key, Table referenced) {
        List<QueryPart> own =
                conversion.oldKey().stream().<QueryPart>map(this::referring).toList();
        return conversion
                .dialect()
                .sql(
                        "SELECT count(*) OVER (), {0} FROM {1} AS r WHERE {2} AND NOT EXISTS (SELECT FROM {3} AS k WHERE {4}) LIMIT 20",
                        DSL.list(Stream.concat(
                                        own.stream(), key.columns().stream().map(this::referring))
                                .distinct()
                                .toList()),
                        conversion.table(),
                        and(key.columns().stream()
                                .map(column -> DSL.sql("{0} IS NOT NULL", referring(column)))
                                .toList()),
                        referenced.partitioned()
                                ? referenced.name()
                                : conversion.dialect().sql("ONLY {0}", referenced.name()),
                        and(IntStream.range(0, key.columns().size())
                                .mapToObj(i -> equal(key, i, referenced))
                                .toList()));
    }

    private QueryPart referring(String column) {
        return DSL.name("r", column);
    }

    private static QueryPart equal(Constraint key, int i, Table referenced) {
        String column = key.referencedColumns().get(i);
        Optional<String> collation = referenced.columns().stream()
                .filter(one -> one.name().equals(column))
                .findFirst()
                .flatMap(Column::collation);
        return DSL.sql(
                "{0} {1} {2}{3}",
                DSL.name("k", column),
                DSL.raw(key.equality().get(i)),
                DSL.name("r", key.columns().get(i)),
                DSL.raw(collation.map(name -> " COLLATE " + name).orElse("")));
    }

    private static QueryPart and(List<? extends QueryPart> parts) {
        QueryPart all = parts.get(0);
        for (QueryPart part : parts.subList(1, parts.size())) {
            all = DSL.sql("{0} AND {1}", all, part);
        }
        return all;
    }

    private String reader() {
        return conversion.entrusted().orElse(context.catalog().principal().name());
    }

    /** Row security would hide what is there. */
    private boolean readsAll(Table referenced) {
        return !referenced.rowSecurity().enabled()
                || (referenced.owner().equals(reader())
                        && !referenced.rowSecurity().forced());
    }

    private Predicate<QualifiedName> closed(List<Constraint> keys) {
        List<QualifiedName> referenced = keys.stream()
                .flatMap(key -> key.references().stream())
                .distinct()
                .toList();
        if (referenced.isEmpty()) {
            return table -> false;
        }
        List<Right> rights = referenced.stream()
                .flatMap(table -> Stream.of(
                        new Right(reader(), "USAGE", On.SCHEMA, "", table.schema()),
                        new Right(reader(), "SELECT", On.TABLE, table.schema(), table.local())))
                .distinct()
                .toList();
        List<ForeignKeys.Lacked> lacked = context.ask(
                "orphans",
                context.dialect().statements(DefinitionStatements.class).lacking(rights),
                ForeignKeys.Lacked.class);
        return table -> lacked.stream()
                .anyMatch(right -> right.schema().isEmpty()
                        ? right.name().equals(table.schema())
                        : QualifiedName.of(right.schema(), right.name()).equals(table));
    }
}
