package dev.underpin.spi.catalog;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * The structure of the target database at one moment. Reading is lazy and cached; what has been read once stays as it
 * was. What cannot be seen for lack of rights is an error, never "absent".
 */
public interface Catalog {

    /** An ordinary, partitioned or foreign table. */
    Optional<Table> table(QualifiedName name);

    /** A view or materialized view. */
    Optional<View> view(QualifiedName name);

    Optional<Sequence> sequence(QualifiedName name);

    /** The sequences that columns of the table own, those of identity columns included, by name. */
    List<Sequence> sequencesOf(QualifiedName table);

    /** What a relation's name denotes: table, partitioned table, view, materialized view, index, sequence, … */
    Optional<RelationKind> kind(QualifiedName name);

    /**
     * The table and everything below it by partitioning, parents before children.
     *
     * @return empty if there is no such table
     */
    List<Table> tree(QualifiedName root);

    /**
     * All that is bound to the relation by identity and would stay with it if another took over its name, shallow before
     * deep. Not what belongs to the relation itself: its own constraints (to itself, too), policies, triggers, rules,
     * owned sequences, publications, partitions.
     */
    List<Dependent> dependents(QualifiedName relation);

    /** How large the relation is, as of the server's latest estimates. */
    Extent extent(QualifiedName relation);

    Optional<Role> role(String name);

    /** Who we are, and what we may do. */
    Principal principal();

    /** Whether there is a schema of that name. */
    boolean hasSchema(String name);

    /** Whether the extension is installed in the database. */
    boolean hasExtension(String name);

    /** What in the database acts on new objects without being asked. */
    DatabaseEnvironment environment();

    /** The same catalog, but with these tables and without those names. */
    Catalog with(List<Table> tables, List<View> views, List<QualifiedName> removed);

    /** The tables of which this one, made by {@link #with}, has another model than what it was made from. */
    default List<Table> foretold() {
        return List.of();
    }

    /** The views in this catalog, made by {@link #with}, that the database does not have in this form. */
    default List<View> foretoldViews() {
        return List.of();
    }
}
