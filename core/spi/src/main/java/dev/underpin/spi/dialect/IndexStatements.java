package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/**
 * How a server makes, watches and removes indexes. An index lies in its table's schema. What is built is the canonical
 * form, which means the same under every search path and on every table of a tree.
 */
public interface IndexStatements {

    /** An index and the relation that it belongs to. */
    record TableIndex(QualifiedName table, QualifiedName index) {}

    /** Builds while the table is read and written; not in a transaction. */
    Sql buildConcurrently(TableIndex place, CanonicalIndex canonical);

    /** Builds on a relation that nobody else uses yet. */
    Sql buildUnseen(TableIndex place, CanonicalIndex canonical);

    /** Declares on a partitioned table alone; invalid until every partition's index is attached. */
    Sql declare(TableIndex place, CanonicalIndex canonical);

    /** Makes a partition's index a part of its parent's; may be repeated, and then validates the parent again. */
    Sql attach(TableIndex parent, TableIndex child);

    /** Removes while the table is read and written; not in a transaction. Finishes an interrupted removal, too. */
    Sql dropConcurrently(TableIndex place);

    /** Removes while nobody else uses the table, in a transaction; nothing happens if there is no such name. */
    Sql drop(TableIndex place);

    /** Selects one text: what else has the index's name, if it is not the table's; empty if nothing has. */
    Sql otherOwner(TableIndex place);

    /**
     * Removes a partitioned index with all that is attached to it.
     *
     * @param tables the partitioned table and all below it
     */
    Sql dropPartitioned(QualifiedName index, List<QualifiedName> tables);

    /** Gives an index another name in its schema. */
    Sql rename(QualifiedName index, QualifiedName to);

    /** Collects statistics, those of index expressions included. */
    Sql analyze(QualifiedName table);

    /**
     * Probe of {@link #buildConcurrently}: ABSENT, PARTIAL (that index, not usable), DONE or FOREIGN (something else has
     * the name).
     */
    Sql probeBuilt(TableIndex place, CanonicalIndex canonical);

    /** Probe of {@link #dropConcurrently}: ABSENT while that index exists in whatever state, DONE or FOREIGN. */
    Sql probeDropped(TableIndex place, CanonicalIndex canonical);

    /** For the scratch session: builds on a stand-in. */
    Sql buildOnStandIn(TableIndex place, IndexSpec spec);

    /** For the scratch session: {@link CanonicalIndex.Term} rows of an index on a stand-in. */
    Sql canonical(TableIndex place);

    /** One text each, in order: the definitions that such indexes will have (partitioned: declared on that table alone). */
    Sql definitions(CanonicalIndex canonical, List<Definable> indexes);

    /** An index whose definition is asked for. */
    record Definable(TableIndex place, boolean partitioned) {}

    /** Keys that occur more than once and would violate the index if it is unique, with their number. */
    Sql duplicates(QualifiedName table, IndexSpec spec, boolean partitioned, int limit);

    /** Sessions and prepared transactions that a concurrent build would wait for if it began now. */
    Sql blockers(List<QualifiedName> tables);

    /** How many of the columns have statistics, and their average width in bytes together. */
    Sql width(QualifiedName table, List<String> columns);

    /** The tables of the tree that have no usable index below that partitioned index. */
    Sql incomplete(TableIndex root);
}
