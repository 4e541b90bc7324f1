package dev.underpin.spi.dialect;

import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.ReadPatience;
import dev.underpin.spi.program.Sql;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;

/** A dialect that is its parent but for what it says otherwise: its own statements, and the methods that it overrides. */
public class DerivedDialect implements Dialect {

    private final String id;
    private final String name;
    private final Dialect parent;
    private final InstalledStatements statements = InstalledStatements.load();

    /**
     * @param id of its provider
     * @param name for people and journals
     */
    public DerivedDialect(String id, String name, Dialect parent) {
        this.id = id;
        this.name = name;
        this.parent = parent;
    }

    @Override
    public final List<String> lineage() {
        return Stream.concat(Stream.of(id), parent.lineage().stream()).toList();
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public SQLDialect jooq() {
        return parent.jooq();
    }

    @Override
    public boolean has(Capability capability) {
        return parent.has(capability);
    }

    @Override
    public String render(QueryPart part) {
        return parent.render(part);
    }

    @Override
    public Sql sql(String template, Object... parts) {
        return parent.sql(template, parts);
    }

    @Override
    public Catalog catalog(DSLContext session, ReadPatience patience) {
        return parent.catalog(session, patience);
    }

    @Override
    public final <S> S statements(Class<S> type) {
        return statements.of(type, this);
    }
}
