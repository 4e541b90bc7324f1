package dev.underpin.spi.dialect;

import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/**
 * How a server tells in which respects a table's definition has changed, and what about a table the catalog's model does
 * not say. The tool's own triggers do not count as definition.
 */
public interface DefinitionStatements {

    /** Selects a {@link Direct} row for each object that names the table itself; what it carries of its own is left out. */
    Sql directDependents(QualifiedName table);

    /** Selects a {@link Peculiarity} row for whatever about the table a copy of its definition would lose or trip over. */
    Sql peculiarities(QualifiedName table);

    /** Creates a place for {@link #record}, readable for its owner alone. */
    List<Sql> createStore(QualifiedName store, List<String> otherGrantees);

    /** Keeps the definition that the table has now; replaces what was kept for that moment. */
    List<Sql> record(QualifiedName store, String moment, QualifiedName table);

    /** Selects a row ({@link Difference}) for each respect in which the table differs from what was kept; none if nothing was kept. */
    Sql differences(QualifiedName store, String moment, QualifiedName table);

    /** As {@link #record}, of the partitions of a table instead of the table itself. */
    List<Sql> recordPartitions(QualifiedName store, String moment, QualifiedName table);

    /** As {@link #differences}, of those partitions that were there when they were recorded. */
    Sql partitionDifferences(QualifiedName store, String moment, QualifiedName table);

    /**
     * Selects schema and name of those partitions that were taken off and put back since they were recorded: what happened
     * to their rows meanwhile, no trigger of the table saw.
     */
    Sql reattached(QualifiedName store, String moment, QualifiedName table);

    /**
     * Whether the difference is one that the change of a table from one model to the other brings with it. A check that selects
     * {@link Difference} rows is not missed because of what later steps of the same plan are known to have changed.
     */
    boolean explains(Table before, Table after, Difference difference);

    /** Selects a number: 1 if something was kept for that moment. */
    Sql recorded(QualifiedName store, String moment);

    /** Selects schema and name of each view that can only be defined while the table has its present primary key. */
    Sql viewsNeedingKey(QualifiedName table);

    /** Selects schema and name of those that a relation or a type has already. */
    Sql taken(List<QualifiedName> names);

    /** Selects schema and name of those that are there, but are no partitions of the table. */
    Sql strayFrom(QualifiedName table, List<QualifiedName> partitions);

    /** Selects a number: how many objects all sessions together can lock at once. */
    Sql lockable();

    /**
     * Selects relation, grantee and privilege of everybody but the owner who has rights on the relations.
     *
     * @param admitted roles that are to have them
     */
    Sql otherGrantees(List<QualifiedName> relations, List<String> admitted);

    /** Selects a {@link Privilege} row for each right on the table and its columns, in the order in which the server keeps them. */
    Sql privileges(QualifiedName table);

    /** Selects a {@link Privilege} row for each that is there and not given, or given and not there. */
    Sql otherPrivileges(QualifiedName table, List<Privilege> expected);

    /** Selects each publication by name, and its owner. */
    Sql publicationOwners();

    /** Selects each right ({@link Right}) that is asked for and missing. */
    Sql lacking(List<Right> rights);

    /** Selects a text for each prepared transaction and each vacuum against wraparound that holds the table: neither gives way. */
    Sql nonYieldingHolders(QualifiedName table);

    /** Selects a {@link Missing} row for each right that the role lacks on what the table's definition, and its views', use. */
    Sql lackingAround(QualifiedName table, String role);

    /**
     * A right that a role lacks.
     *
     * @param object as GRANT names it: {@code FUNCTION public.f(integer)}
     */
    record Missing(String privilege, String object) {}

    /**
     * An object that is bound to a table by identity.
     *
     * @param kind name of a {@link dev.underpin.spi.catalog.Dependent.Kind}
     * @param schema empty text with {@code name}: the object has no place in a schema
     * @param name of the object or, for a foreign key or policy, of the table that carries it
     * @param detail the constraint's, policy's or column's name, the function's signature
     */
    record Direct(String kind, String schema, String name, String detail) {}

    /**
     * What few tables have.
     *
     * @param kind name of a {@link Peculiar}
     * @param name of what has it: the constraint's, the index's, the trigger's
     * @param detail the other object that is involved, or empty text
     */
    record Peculiarity(String kind, String name, String detail) {}

    /** Kinds of {@link Peculiarity}. */
    enum Peculiar {
        /** A check that reads the row as a whole. */
        CHECK_OF_ROW,
        /** An index of an expression or condition that reads the row as a whole. */
        INDEX_OF_ROW,
        /** A trigger or index that goes when an extension does. */
        OF_EXTENSION,
        /** Something that uses the sequence of an identity column by itself. */
        SEQUENCE_USER,
        /** A subscription that writes to the table. */
        SUBSCRIPTION,
        /** A foreign key that is not enforced because its triggers are off. */
        FOREIGN_KEY_OFF,
        /** A right on a system column. */
        SYSTEM_COLUMN_RIGHT
    }

    /**
     * A right that a role has on a table.
     *
     * @param column empty text: on the table as a whole
     * @param grantee {@code public} for everybody
     */
    record Privilege(String column, String grantee, String privilege, boolean grantable, String grantor) {}

    /** One respect in which a definition has changed. */
    record Difference(String kind, String name, String was, String is) {}

    /**
     * A right of a role.
     *
     * @param role whose
     * @param privilege as GRANT spells it
     * @param on kind of object
     * @param schema of the object, if it is a relation; else empty text
     * @param name of the object; ignored for the database, which is the present one
     */
    record Right(String role, String privilege, On on, String schema, String name) {}

    /** What a {@link Right} is about. */
    enum On {
        DATABASE,
        SCHEMA,
        TABLE
    }
}
