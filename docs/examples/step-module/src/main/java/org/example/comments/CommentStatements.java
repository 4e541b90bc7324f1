package org.example.comments;

import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.program.Sql;
import java.util.Optional;

/** How a server says what this module needs. */
public interface CommentStatements {

    /** Gives the table a comment, or takes it away. */
    Sql comment(QualifiedName table, Optional<String> text);

    /** A query for the table's comment: one row with one value, null if there is none. */
    Sql present(QualifiedName table);
}
