package dev.underpin.partitioning.structure;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.conversion.Leaf;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.ExtendedStatistics;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;

/** Definitions of objects to come, in the server's spelling; it is the server that says which names it quotes. */
public final class PredictedText {

    private final Conversion conversion;
    private final Indexes indexes;
    private final Map<String, String> quoted;

    private PredictedText(Conversion conversion, Map<String, String> quoted) {
        this.conversion = conversion;
        this.indexes = new Indexes(conversion);
        this.quoted = quoted;
    }

    /** A name as it is, and as the server writes it. */
    record Quoted(String name, String quoted) {}

    public static PredictedText ask(Conversion conversion, List<Leaf> leaves, StepContext context) {
        List<Sql> rows = names(conversion, leaves).stream()
                .map(name -> conversion.dialect().sql("({0})", DSL.inline(name)))
                .toList();
        Sql all = rows.stream()
                .reduce((left, right) -> conversion.dialect().sql("{0}, {1}", left, right))
                .orElseThrow();
        Sql query = conversion.dialect().sql("SELECT n.name, quote_ident(n.name) FROM (VALUES {0}) AS n (name)", all);
        return new PredictedText(
                conversion,
                context.ask("quoted", query, Quoted.class).stream()
                        .collect(Collectors.toMap(Quoted::name, Quoted::quoted)));
    }

    private static Set<String> names(Conversion conversion, List<Leaf> leaves) {
        Indexes indexes = new Indexes(conversion);
        Statistics all = new Statistics(conversion);
        List<QualifiedName> relations =
                new ArrayList<>(List.of(conversion.table(), conversion.shadow(), conversion.retired()));
        leaves.forEach(leaf -> relations.add(leaf.name()));
        Set<String> names = new LinkedHashSet<>(conversion.columns());
        for (QualifiedName relation : relations) {
            names.add(relation.schema());
            names.add(relation.local());
            conversion
                    .before()
                    .indexes()
                    .forEach(index -> names.add(indexes.nameOn(index, relation).local()));
        }
        conversion.before().indexes().forEach(index -> names.add(index.name().local()));
        conversion.before().statistics().forEach(statistics -> {
            names.add(statistics.name().schema());
            names.add(statistics.name().local());
            names.add(all.shadow(statistics).local());
            names.add(all.retired(statistics).local());
        });
        names.add(conversion.objects().reverse().function().schema());
        names.add(conversion.objects().reverse().function().local());
        names.add(conversion.objects().writeGuard().trigger());
        names.addAll(conversion.objects().ownTriggers());
        return names;
    }

    public String quoted(String name) {
        String found = quoted.get(name);
        return found == null ? name : found;
    }

    private String qualified(QualifiedName name) {
        return quoted(name.schema()) + "." + quoted(name.local());
    }

    private String columns(List<String> names) {
        return names.stream().map(this::quoted).collect(Collectors.joining(", "));
    }

    public String primaryKey() {
        return "PRIMARY KEY (" + columns(conversion.newKey()) + ")" + include();
    }

    private String include() {
        List<String> included = indexes.included(indexes.primary());
        return included.isEmpty() ? "" : " INCLUDE (" + columns(included) + ")";
    }

    /** What follows USING for the new primary key. */
    public String primaryShape(boolean stored) {
        String storage = stored
                ? indexes.storage(indexes.primary())
                        .map(options -> " WITH " + options)
                        .orElse("")
                : "";
        return "btree (" + columns(conversion.newKey()) + ")" + include() + storage;
    }

    public String index(Index index, QualifiedName name, QualifiedName table, boolean only, String shape) {
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + quoted(name.local()) + " ON "
                + (only ? "ONLY " : "") + qualified(table) + " USING " + shape;
    }

    /** A definition that names the table once, for another. */
    public String moved(String definition, QualifiedName other) {
        Function<QualifiedName, String> place = name -> " ON " + qualified(name) + " ";
        return definition.replace(place.apply(conversion.table()), place.apply(other));
    }

    public String trigger(String name, String moment, QualifiedName table, String forEach, QualifiedName function) {
        return "CREATE TRIGGER " + quoted(name) + " " + moment + " ON " + qualified(table) + " FOR EACH " + forEach
                + "EXECUTE FUNCTION " + qualified(function) + "()";
    }

    /** The condition of a trigger, in as many brackets as the server writes. */
    public String anyChanged(List<String> columns) {
        return "record_image_ne(" + row("old", columns) + ", " + row("new", columns) + ")";
    }

    private String row(String record, List<String> columns) {
        return columns.stream()
                .map(column -> record + "." + quoted(column))
                .collect(Collectors.joining(", ", "ROW(", ")"));
    }

    public String statistics(ExtendedStatistics statistics, QualifiedName name, QualifiedName table) {
        return statistics
                .definition()
                .replace(" " + qualified(statistics.name()) + " ", " " + qualified(name) + " ")
                .replace(" FROM " + qualified(conversion.table()), " FROM " + qualified(table));
    }
}
