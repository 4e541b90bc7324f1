package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** How a server makes types that have a list of values. */
public interface EnumStatements {

    Sql create(QualifiedName type, List<String> values);

    Sql drop(QualifiedName type);

    /** Adds a value, at the end unless it is to come before another. Cannot be taken back. */
    Sql addValue(QualifiedName type, String value, Optional<String> before);

    /** Selects one text: the values in their order, owner, rights and comment; empty if there is no such type. */
    Sql of(QualifiedName type);

    /** Selects the values in their order; no row if there is no such type, or it is none of this kind. */
    Sql values(QualifiedName type);

    /** Selects one number: how many types have that name. */
    Sql count(QualifiedName type);
}
