package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;

/** How a server speaks of comments. */
public interface CommentStatements {

    /** @param comment empty: none */
    Sql onTable(QualifiedName table, Optional<String> comment);

    /** Selects the comment of a relation as a text, empty if there is none, or no relation of that name. */
    Sql ofRelation(QualifiedName relation);
}
