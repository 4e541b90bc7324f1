package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.PartitionOf;
import dev.underpin.spi.catalog.Partitioning.Partition;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Who is a partition of, or inherits from, whom. */
final class InheritanceReader {

    private static final String LINKS = """
            SELECT i.inhrelid::int8 AS child,
                   cn.nspname::text AS child_schema,
                   c.relname::text AS child_name,
                   i.inhparent::int8 AS parent,
                   pn.nspname::text AS parent_schema,
                   p.relname::text AS parent_name,
                   i.inhseqno AS position,
                   i.inhdetachpending AS detach_pending,
                   pg_get_expr(c.relpartbound, c.oid) AS bound
              FROM pg_inherits i
              JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind IN ('r', 'p', 'f')
              JOIN pg_namespace cn ON cn.oid = c.relnamespace
              JOIN pg_class p ON p.oid = i.inhparent
              JOIN pg_namespace pn ON pn.oid = p.relnamespace
             WHERE i.inhrelid = ANY ({0}::oid[]) OR i.inhparent = ANY ({0}::oid[])
            """;

    private record Link(
            long child,
            String childSchema,
            String childName,
            long parent,
            String parentSchema,
            String parentName,
            int position,
            boolean detachPending,
            Optional<String> bound) {

        private QualifiedName childQualified() {
            return QualifiedName.of(childSchema, childName);
        }

        private QualifiedName parentQualified() {
            return QualifiedName.of(parentSchema, parentName);
        }

        private boolean partition() {
            return bound.isPresent();
        }
    }

    private final Queries queries;

    InheritanceReader(Queries queries) {
        this.queries = queries;
    }

    Inheritance read(Collection<Long> relations) {
        return new Inheritance(queries.rows(Link.class, LINKS, Queries.oids(relations)));
    }

    /** The links that were found. */
    static final class Inheritance {

        private final List<Link> links;

        private Inheritance(List<Link> links) {
            this.links = links;
        }

        private List<Link> where(Predicate<Link> condition) {
            return links.stream().filter(condition).toList();
        }

        /** Direct partitions, by name. */
        List<Partition> partitions(long parent) {
            return where(link -> link.parent() == parent && link.partition()).stream()
                    .map(link ->
                            new Partition(link.childQualified(), link.bound().orElseThrow(), link.detachPending()))
                    .sorted(Comparator.comparing(Partition::name))
                    .toList();
        }

        Optional<PartitionOf> partitionOf(long child) {
            return where(link -> link.child() == child && link.partition()).stream()
                    .map(link ->
                            new PartitionOf(link.parentQualified(), link.bound().orElseThrow(), link.detachPending()))
                    .findFirst();
        }

        List<QualifiedName> inherits(long child) {
            return where(link -> link.child() == child && !link.partition()).stream()
                    .sorted(Comparator.comparingInt(Link::position))
                    .map(Link::parentQualified)
                    .toList();
        }

        List<QualifiedName> children(long parent) {
            return where(link -> link.parent() == parent && !link.partition()).stream()
                    .map(Link::childQualified)
                    .sorted()
                    .toList();
        }
    }
}
