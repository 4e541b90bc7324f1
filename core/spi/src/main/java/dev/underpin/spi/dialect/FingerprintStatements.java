package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Collection;
import java.util.List;

/**
 * How a server tells, in one statement, whether something is still what it was. Each statement selects one text: equal texts,
 * equal things; an empty text, there is no such table. They are cheap enough to be asked under the locks of a cutover.
 */
public interface FingerprintStatements {

    /**
     * Of a table's whole definition, with that of its partitions at every level and of the objects that are bound to them
     * directly: views (with options, privileges, comments), foreign keys, functions and policies elsewhere that refer to
     * it, owned sequences. Not of anything that changes by itself: sizes, statistics, positions of sequences.
     *
     * @param exceptTriggers names of triggers that do not count, the tool's own
     */
    Sql definition(QualifiedName table, Collection<String> exceptTriggers);

    default Sql definition(QualifiedName table) {
        return definition(table, List.of());
    }

    /**
     * Of the identity of the files that hold a table's rows and those of its partitions: another one, and rows may have
     * come or gone by other ways than a row's (truncated, detached, rewritten).
     */
    Sql files(QualifiedName table);

    /**
     * Selects one text that changes when something comes, goes or is defined anew that uses the table itself or a view of it, or
     * when somebody's rights on them do: what no lock on the table that readers can bear keeps out. Quick, whatever the number of
     * columns and partitions.
     */
    Sql dependents(QualifiedName table);
}
