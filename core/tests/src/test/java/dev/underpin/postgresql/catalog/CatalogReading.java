package dev.underpin.postgresql.catalog;

import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestLogin;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.postgresql.ds.PGSimpleDataSource;

/** Reads catalogs as the engine does: in a read-only session with pinned settings. */
final class CatalogReading implements AutoCloseable {

    private final Session session;
    private final int major;

    private CatalogReading(DataSource dataSource) {
        this.session = new Sessions(dataSource, SearchPath.EMPTY).openReadOnly("catalog");
        this.major = session.server().major();
    }

    static CatalogReading of(TestDatabase database) {
        return new CatalogReading(database.dataSource());
    }

    static CatalogReading of(TestDatabase database, TestLogin login) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.jdbcUrlAs(login));
        return new CatalogReading(dataSource);
    }

    Session session() {
        return session;
    }

    /** What is there now, read afresh. */
    Catalog now() {
        return now(session.dsl());
    }

    Catalog now(DSLContext dsl) {
        return new LiveCatalog(dsl, major);
    }

    Table table(String local) {
        return now().table(named(local)).orElseThrow();
    }

    View view(String local) {
        return now().view(named(local)).orElseThrow();
    }

    /** A name in the schema public. */
    static QualifiedName named(String local) {
        return QualifiedName.of("public", local);
    }

    @Override
    public void close() {
        session.close();
    }
}
