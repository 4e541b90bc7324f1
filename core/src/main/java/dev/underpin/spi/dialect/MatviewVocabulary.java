package dev.underpin.spi.dialect;

import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Sql;
import dev.underpin.spi.SqlQuery;
import java.util.List;

/** How a server makes, fills and removes materialized views. */
public interface MatviewVocabulary {

    /** Creates and fills; nobody sees it before the commit. */
    Sql create(QualifiedName view, SqlQuery query);

    /** Collects statistics of a view that nobody sees yet. */
    Sql analyzeUnseen(QualifiedName view);

    Sql drop(QualifiedName view);

    /** Fills again while nobody can read. */
    Sql refreshBlocking(QualifiedName view);

    /** Fills again while others read; needs a unique index over columns, of all rows. */
    Sql refreshConcurrently(QualifiedName view);

    /** For the scratch session: the canonical query of a stand-in, as {@code View.definition}. */
    Sql canonical(QualifiedName standIn);

    /** For the scratch session: {@link Shape} rows of a stand-in. */
    Sql columns(QualifiedName standIn);

    /** A column of a query: {@code Column.name}, {@code Column.type}, {@code Column.collation}. */
    record Shape(String name, String type, java.util.Optional<String> collation) {}

    /** The present query of a materialized view, as {@code View.definition}; no row if there is none. */
    Sql definition(QualifiedName view);

    /** Privileges that an owner has of a relation before anything is granted, one a row. */
    Sql ownerPrivileges();

    /** Privileges of a relation as grantee ({@code public} for everybody) and privilege, the owner's left out. */
    Sql grants(QualifiedName view);

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
