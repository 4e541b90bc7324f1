package dev.underpin.internal.measure;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Map;

/**
 * What partitions and their indexes belong to.
 *
 * @param places of the relations in a plan, by name
 * @param ancestors of the indexes in a plan by name: the index itself, then upwards
 */
record Lineage(Map<QualifiedName, Place> places, Map<QualifiedName, List<QualifiedName>> ancestors) {

    /**
     * Where a relation stands.
     *
     * @param root of its partition tree; the relation itself if it is no partition
     * @param leaves how many the tree has; 0 if it is none
     * @param pages how large the relation itself is
     */
    record Place(QualifiedName relation, QualifiedName root, int leaves, long pages) {

        boolean partition() {
            return !relation.equals(root);
        }
    }

    Lineage {
        places = Map.copyOf(places);
        ancestors = Map.copyOf(ancestors);
    }

    Place place(QualifiedName relation) {
        return places.getOrDefault(relation, new Place(relation, relation, 0, Long.MAX_VALUE));
    }

    List<QualifiedName> ancestors(QualifiedName index) {
        return ancestors.getOrDefault(index, List.of(index));
    }

    /** The partitioned index that this one is a part of, or the index itself. */
    QualifiedName highest(QualifiedName index) {
        List<QualifiedName> upwards = ancestors(index);
        return upwards.get(upwards.size() - 1);
    }
}
