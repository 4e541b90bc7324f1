package dev.underpin.matviews.postgresql;

import dev.underpin.matviews.MatviewStatements;
import dev.underpin.spi.dialect.StatementsProvider;
import java.util.List;

/** What PostgreSQL says of materialized views. */
public final class MatviewsOnPostgres implements StatementsProvider {

    @Override
    public String dialect() {
        return "postgresql";
    }

    @Override
    public List<Statements<?>> statements() {
        return List.of(new Statements<>(MatviewStatements.class, PostgresMatviews::new));
    }
}
