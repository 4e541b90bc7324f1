package dev.underpin.catalog;

import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import java.util.function.Function;
import org.postgresql.ds.PGSimpleDataSource;

/** Reads the catalog as the engine does: in a read-only session with pinned settings. */
final class CatalogReading {

    private CatalogReading() {}

    /** Each call reads afresh. */
    static <T> T read(TestDatabase database, Function<Catalog, T> reading) {
        return read(new Sessions(database.dataSource(), SearchPath.EMPTY), reading);
    }

    static <T> T readAs(TestLogin login, TestDatabase database, Function<Catalog, T> reading) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrlAs(login));
        return read(new Sessions(dataSource, SearchPath.EMPTY), reading);
    }

    private static <T> T read(Sessions sessions, Function<Catalog, T> reading) {
        try (Session session = sessions.openReadOnly("catalog")) {
            return reading.apply(
                    new LiveCatalog(session.dsl(), Sessions.server(session).major()));
        }
    }

    static Table table(TestDatabase database, QualifiedName name) {
        return read(database, catalog -> catalog.table(name).orElseThrow());
    }

    static Table table(TestDatabase database, String local) {
        return table(database, QualifiedName.of("public", local));
    }

    static View view(TestDatabase database, String local) {
        return read(
                database,
                catalog -> catalog.view(QualifiedName.of("public", local)).orElseThrow());
    }
}
