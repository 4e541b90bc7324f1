package dev.underpin.spi.dialect;

import dev.underpin.spi.program.Sql;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.QueryPart;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderNameCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** A dialect that descends from no other: it renders, and finds its statements among those that are installed. */
public abstract class RootDialect implements Dialect {

    private final String id;
    private final SQLDialect family;
    private final DSLContext renderer;
    private final Templates templates;
    private final InstalledStatements statements = InstalledStatements.load();

    /**
     * @param id of its provider
     * @param family that jOOQ renders for
     */
    protected RootDialect(String id, SQLDialect family) {
        this.id = id;
        this.family = family;
        this.renderer = DSL.using(
                family,
                new Settings()
                        .withRenderQuotedNames(RenderQuotedNames.ALWAYS)
                        .withRenderNameCase(RenderNameCase.AS_IS)
                        .withRenderFormatted(false));
        this.templates = new Templates(renderer::renderInlined);
    }

    @Override
    public final List<String> lineage() {
        return List.of(id);
    }

    @Override
    public final SQLDialect jooq() {
        return family;
    }

    @Override
    public final String render(QueryPart part) {
        return renderer.renderInlined(part);
    }

    @Override
    public final Sql sql(String template, Object... parts) {
        return templates.fill(template, parts);
    }

    @Override
    public final <S> S statements(Class<S> type) {
        return statements.of(type, this);
    }
}
