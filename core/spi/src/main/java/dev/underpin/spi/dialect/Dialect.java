package dev.underpin.spi.dialect;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.ReadPatience;
import dev.underpin.spi.program.Sql;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;

/** One kind and version of server: what it can do, and how it says things. See {@link RootDialect} and {@link DerivedDialect}. */
public interface Dialect {

    /** Its {@link DialectProvider#id() id}, then those of its ancestors, the nearest first. */
    List<String> lineage();

    /** That of its provider, for example {@code postgresql}. */
    default String id() {
        return lineage().get(0);
    }

    /** For people and journals, for example {@code postgresql 17}. */
    String name();

    SQLDialect jooq();

    boolean has(Capability capability);

    /** Renders with quoted identifiers and inlined values. */
    String render(QueryPart part);

    /**
     * Renders a statement from a template in which {@code {0}}, {@code {1}}, … stand for the parts.
     *
     * @param parts {@link dev.underpin.spi.sql.QualifiedName}, any jOOQ {@link QueryPart} (names quoted, values inlined,
     *     {@link org.jooq.impl.DSL#raw} for text that the server itself gave), {@link Late} for a parameter that the
     *     engine binds, or a nested {@link Sql}
     */
    Sql sql(String template, Object... parts);

    /**
     * The catalog as it is when it is asked for; what has been read is kept.
     *
     * @param session with pinned settings, not in a transaction
     * @param patience where a reading has to wait
     */
    Catalog catalog(DSLContext session, ReadPatience patience);

    /**
     * The statements of one kind, as this dialect says them; where it says none of its own, as its nearest ancestor does, built from this
     * dialect's other statements.
     *
     * @param type an interface of statements that the module that needs them declares
     * @throws dev.underpin.spi.finding.RefusedException if nobody says them for this server (E1303), or two modules do (E1305)
     */
    <S> S statements(Class<S> type);

    /**
     * A parameter that is bound when the statement runs.
     *
     * @param type the server's name of its type
     */
    record Late(String name, String type) {}
}
