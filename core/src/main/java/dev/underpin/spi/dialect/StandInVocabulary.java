package dev.underpin.spi.dialect;

import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Sql;
import dev.underpin.spi.SqlQuery;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Partitioning;
import java.util.List;
import java.util.Optional;

/** Empty, temporary objects in the scratch session that are shaped after the model, to see what the server makes of things. */
public interface StandInVocabulary {

    /** The name of a temporary object. */
    QualifiedName name(String local);

    /** A table with those columns (types, collations, NOT NULL, generation), divided alike if so. */
    Sql table(QualifiedName standIn, List<Column> columns, Optional<Partitioning> partitioning);

    /** A table with the columns that a query gives; the query is not run. */
    Sql table(QualifiedName standIn, SqlQuery query);

    Sql view(QualifiedName standIn, SqlQuery query);
}
