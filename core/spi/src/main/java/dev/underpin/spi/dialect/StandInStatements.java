package dev.underpin.spi.dialect;

import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlQuery;
import java.util.List;
import java.util.Optional;

/** Temporary objects in the scratch session that are shaped after the model, to see what the server makes of things. */
public interface StandInStatements {

    /** The name of a temporary object. */
    QualifiedName name(String local);

    /** A table with those columns (types, collations, NOT NULL, generation), divided alike if so. */
    Sql table(QualifiedName standIn, List<Column> columns, Optional<Partitioning> partitioning);

    /**
     * A partition of a stand-in, divided further if so.
     *
     * @param bound as {@code PartitionOf} has it
     */
    Sql partition(QualifiedName standIn, QualifiedName parent, String bound, Optional<Partitioning> partitioning);

    /** An index like one of the table; of the server's own naming. */
    Sql index(QualifiedName standIn, Index model);

    /**
     * Fills a stand-in with rows from all over the table, the same each time; reads no more than a part of a large table.
     *
     * @param about how many rows
     */
    Sql sample(QualifiedName standIn, Table table, Extent extent, long about);

    /** Gives a stand-in to the role as which functions in its indexes are to run, as they do in the owner's own table. */
    Sql owned(QualifiedName standIn, String owner);

    /** A row with {@code t} if the role sees all rows and all columns of the table; otherwise another, or none. */
    Sql seesAll(QualifiedName table, String role);

    /** Lets a role read a stand-in. */
    Sql readable(QualifiedName standIn, String role);

    /** A table with the columns that a query gives; the query is not run. */
    Sql table(QualifiedName standIn, SqlQuery query);

    Sql view(QualifiedName standIn, SqlQuery query);

    /** A view that reads what the model reads. */
    Sql view(QualifiedName standIn, View model);

    /** Selects a row if the stand-in reads the table itself. */
    Sql reads(QualifiedName standIn, QualifiedName table);
}
