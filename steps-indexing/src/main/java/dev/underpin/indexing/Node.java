package dev.underpin.indexing;

import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;

/**
 * A relation of the tree with the index that it has, or shall have, for the step.
 *
 * @param place the index by name: the one found, else the one to be made
 * @param parent the index that it shall be attached to; empty for the root
 * @param found the index under that name, if it is what the step asks for
 * @param adopted the index found bears another name than the step would give it
 */
record Node(
        IndexedRelation host,
        TableIndex place,
        Optional<TableIndex> parent,
        State state,
        Optional<Index> found,
        boolean adopted) {

    /** How far a relation's index is. */
    enum State {
        ABSENT,
        /** Another relation, or an index of another definition, has the name. */
        TAKEN,
        /** It is there but its build was not finished. */
        BROKEN,
        /** It is there and usable (of a partitioned table: declared), but not attached to its parent. */
        LOOSE,
        /** It is there, and attached unless it is the root's. */
        IN_PLACE
    }

    QualifiedName table() {
        return host.name();
    }

    boolean leaf() {
        return !host.partitioned();
    }

    boolean usable() {
        return found.filter(Index::usable).isPresent();
    }
}
