package dev.underpin.partitioning.conversion;

import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.ReplicaIdentity;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jooq.impl.DSL;

/** The indexes of a converted table: which are carried over, what they are called where, and how they are made. */
public final class Indexes {

    private static final Pattern STORAGE = Pattern.compile(" WITH (\\(.*\\))$");

    private final Conversion conversion;
    private final Ddl ddl;

    public Indexes(Conversion conversion) {
        this.conversion = conversion;
        this.ddl = new Ddl(conversion.dialect());
    }

    /** The index of the primary key; its counterpart has a wider key. */
    public Index primary() {
        return conversion
                .before()
                .primaryKey()
                .flatMap(Constraint::index)
                .flatMap(conversion.before()::index)
                .orElseThrow();
    }

    /** Those that the partitioned table has too, the primary key's left out. */
    public List<Index> secondary() {
        return conversion.before().indexes().stream()
                .filter(index -> !index.name().equals(primary().name()))
                .filter(Index::usable)
                .filter(index -> givenUp(index).isEmpty()
                        || !conversion.waives(givenUp(index).get()))
                .toList();
    }

    /** All that the partitioned table has. */
    public List<Index> carried() {
        return Stream.concat(Stream.of(primary()), secondary().stream()).toList();
    }

    /** What a plan must waive so that the table can do without: the index asserts something that partitions cannot. */
    public Optional<String> givenUp(Index index) {
        Optional<Constraint> constraint = constraint(index);
        if (constraint
                .filter(found -> found.kind() == Constraint.Kind.EXCLUSION)
                .isPresent()) {
            return Optional.of("exclusion:" + index.name().local());
        }
        boolean holds = index.keys().contains(conversion.column()) && index.plainKeys();
        return index.unique() && !holds && !index.name().equals(primary().name())
                ? Optional.of("unique:" + index.name().local())
                : Optional.empty();
    }

    private Optional<Constraint> constraint(Index index) {
        return index.constraint().flatMap(conversion.before()::constraint);
    }

    /** The name of the counterpart of an index of the table on another relation, beside that relation. */
    public QualifiedName nameOn(Index index, QualifiedName relation) {
        return conversion.names().beside(relation.sibling(renamed(index.name().local(), relation.local())), "");
    }

    /** {@code idx_messages_room} on messages_2024_01 is {@code idx_messages_2024_01_room}. */
    private String renamed(String index, String relation) {
        Matcher table = Pattern.compile(
                        "(^|_)" + Pattern.quote(conversion.table().local()) + "($|_)")
                .matcher(index);
        return table.find()
                ? index.substring(0, table.end(1)) + relation + index.substring(table.start(2))
                : relation + "_" + index;
    }

    public List<Sql> createPrimaryKey(QualifiedName relation, boolean stored) {
        Index old = primary();
        QualifiedName name = nameOn(old, relation);
        List<Sql> statements = new ArrayList<>();
        statements.add(ddl.alter(
                relation,
                "ADD CONSTRAINT {0} PRIMARY KEY ({1}){2}{3}",
                Ddl.name(name.local()),
                columns(conversion.newKey()),
                old.include().isEmpty() ? DSL.raw("") : DSL.sql(" INCLUDE ({0})", columns(included(old))),
                old.tablespace().isEmpty()
                        ? DSL.raw("")
                        : DSL.sql(
                                " USING INDEX TABLESPACE {0}",
                                Ddl.name(old.tablespace().get()))));
        if (stored) {
            Matcher storage = STORAGE.matcher(old.shape());
            if (storage.find()) {
                statements.add(conversion.dialect().sql("ALTER INDEX {0} SET {1}", name, DSL.raw(storage.group(1))));
            }
            clustered(old, relation).ifPresent(statements::add);
        }
        if (old.replicaIdentity()) {
            statements.add(identifying(name, relation));
        }
        return statements;
    }

    /** Storage parameters as the server prints them, in parentheses. */
    public Optional<String> storage(Index index) {
        Matcher found = STORAGE.matcher(index.shape());
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    /** Those of its included columns that have not become key columns. */
    public List<String> included(Index old) {
        return old.include().stream()
                .filter(column -> !conversion.newKey().contains(column))
                .toList();
    }

    /** On a partition; the table is empty or filled. */
    public List<Sql> createOnLeaf(QualifiedName leaf) {
        List<Sql> statements = new ArrayList<>();
        for (Index index : secondary()) {
            statements.addAll(create(index, leaf));
            clustered(index, leaf).ifPresent(statements::add);
        }
        return statements;
    }

    /** On the parent, when every partition has its own: those become its parts, and nothing is built. */
    public List<Sql> createOnParent(QualifiedName parent) {
        List<Sql> statements = new ArrayList<>();
        for (Index index : secondary()) {
            statements.addAll(create(index, parent));
            index.comment().ifPresent(comment -> statements.add(ddl.commentIndex(nameOn(index, parent), comment)));
            index.constraint()
                    .flatMap(conversion.before()::constraint)
                    .filter(constraint -> constraint.comment().isPresent())
                    .ifPresent(constraint -> statements.add(
                            ddl.commentConstraint(parent, nameOn(index, parent).local(), constraint.comment())));
        }
        return statements;
    }

    private List<Sql> create(Index index, QualifiedName relation) {
        QualifiedName name = nameOn(index, relation);
        List<Sql> statements = new ArrayList<>();
        boolean elsewhere =
                secondary().stream().anyMatch(other -> other.tablespace().isPresent());
        if (elsewhere) {
            statements.add(conversion
                    .dialect()
                    .sql(
                            "SET LOCAL default_tablespace = {0}",
                            DSL.inline(index.tablespace().orElse(""))));
        }
        statements.add(constraint(index)
                .map(constraint -> ddl.addConstraint(relation, name.local(), constraint.definition()))
                .orElseGet(() -> ddl.createIndex(name, index.unique(), relation, index.shape())));
        index.statisticsTargets().forEach((key, target) -> statements.add(ddl.indexStatistics(name, key, target)));
        if (index.replicaIdentity()) {
            statements.add(identifying(name, relation));
        }
        return statements;
    }

    private Optional<Sql> clustered(Index index, QualifiedName leaf) {
        return index.clustered()
                ? Optional.of(ddl.alter(
                        leaf, "CLUSTER ON {0}", Ddl.name(nameOn(index, leaf).local())))
                : Optional.empty();
    }

    private Sql identifying(QualifiedName index, QualifiedName relation) {
        return ddl.alter(relation, "REPLICA IDENTITY USING INDEX {0}", Ddl.name(index.local()));
    }

    /** FULL and NOTHING; an index is chosen when it is there. */
    public Optional<Sql> replicaIdentity(QualifiedName relation) {
        ReplicaIdentity.Kind kind = conversion.before().replicaIdentity().kind();
        return kind == ReplicaIdentity.Kind.FULL || kind == ReplicaIdentity.Kind.NOTHING
                ? Optional.of(ddl.alter(relation, "REPLICA IDENTITY {0}", DSL.keyword(kind.name())))
                : Optional.empty();
    }

    private static org.jooq.QueryPart columns(List<String> names) {
        return DSL.list(names.stream().map(Ddl::name).toList());
    }

    /** Statistics settings of a column, which copying a definition loses. */
    public List<Sql> columnSettings(QualifiedName relation) {
        List<Sql> statements = new ArrayList<>();
        for (Column column : conversion.before().columns()) {
            column.statisticsTarget()
                    .ifPresent(target -> statements.add(ddl.alter(
                            relation,
                            "ALTER COLUMN {0} SET STATISTICS {1}",
                            Ddl.name(column.name()),
                            DSL.inline(target))));
            if (!column.options().isEmpty()) {
                statements.add(ddl.alter(
                        relation,
                        "ALTER COLUMN {0} SET ({1})",
                        Ddl.name(column.name()),
                        DSL.list(column.options().entrySet().stream()
                                .map(option ->
                                        DSL.sql("{0} = {1}", Ddl.name(option.getKey()), DSL.inline(option.getValue())))
                                .toList())));
            }
        }
        return statements;
    }
}
