package dev.underpin.matviews;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlQuery;
import java.util.List;
import java.util.Optional;

/** How a server makes, fills and removes materialized views. */
public interface MatviewStatements {

    /** Creates and fills; nobody sees it before the commit. */
    Sql create(QualifiedName view, SqlQuery query);

    /** Collects statistics of a view that nobody sees yet. */
    Sql analyzeUnseen(QualifiedName view);

    Sql drop(QualifiedName view);

    /**
     * Fills again while nobody can read.
     *
     * @param populated whether anybody could read it before
     */
    Sql refreshBlocking(QualifiedName view, boolean populated);

    /** Fills again while others read; needs a unique index over columns, of all rows. */
    Sql refreshConcurrently(QualifiedName view);

    /** For the scratch session: the canonical query of a stand-in, as {@code View.definition}. */
    Sql canonical(QualifiedName standIn);

    /** For the scratch session: {@link Shape} rows of a stand-in. */
    Sql columns(QualifiedName standIn);

    /** A column of a query: {@code Column.name}, {@code Column.type}, {@code Column.collation}. */
    record Shape(String name, String type, Optional<String> collation) {}

    /** The present query of a materialized view, as {@code View.definition}; no row if there is none. */
    Sql definition(QualifiedName view);

    /** {@code true} if a materialized view can be read, {@code false} if it was never filled; no row if there is none. */
    Sql populated(QualifiedName view);

    /** What a new relation of the session's role starts with: a {@link Beginning} for each of the owner's privileges. */
    Sql beginnings();

    record Beginning(String accessMethod, String privilege) {}

    /** For the scratch session: names of the tables with row level security that a stand-in reads, however deep. */
    Sql securedSources(QualifiedName standIn);

    /**
     * Rows where the privileges on a relation differ from these, the owner's left out.
     *
     * @param expected grantees ({@code public} for everybody) with a privilege each
     */
    Sql grantDifferences(QualifiedName view, List<Granted> expected);

    record Granted(String grantee, String privilege) {}

    /** Takes every privilege of a relation that nobody sees yet from those roles ({@code public}: everybody). */
    Sql revokeAll(QualifiedName view, List<String> grantees);

    /** Lets those roles do that with a relation that nobody sees yet. */
    Sql grant(QualifiedName view, String privilege, List<String> grantees);

    Sql comment(QualifiedName view, String text);

    /** Rows of the query whose key occurs more than once, with their number. */
    Sql duplicates(SqlQuery query, List<String> key, int limit);

    /** Rows of the query in which a column of the key is NULL. */
    Sql incompleteKeys(SqlQuery query, List<String> key, int limit);
}
