package dev.underpin.matviews;

import dev.underpin.matviews.MatviewStatements.Beginning;
import dev.underpin.matviews.MatviewStatements.Shape;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.DatabaseEnvironment;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.Definable;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * A materialized view as the server will make it.
 *
 * @param definition its canonical query
 * @param accessMethod that new relations get
 * @param ownerPrivileges what the owner of a new relation may do with it
 * @param defaultGrantees roles that would receive privileges on a new relation without being asked for
 */
public record PlannedView(
        String definition,
        List<Shape> columns,
        List<PlannedIndex> indexes,
        String owner,
        String accessMethod,
        List<String> ownerPrivileges,
        List<String> defaultGrantees) {

    /** An index of the view, and its definition as the catalog will show it. */
    public record PlannedIndex(TableIndex place, CanonicalIndex canonical, String definition) {}

    private record Text(String text) {}

    public PlannedView {
        columns = List.copyOf(columns);
        indexes = List.copyOf(indexes);
        ownerPrivileges = List.copyOf(ownerPrivileges);
        defaultGrantees = List.copyOf(defaultGrantees);
    }

    /**
     * @throws dev.underpin.spi.finding.ServerRefusal if the server does not accept the query or an index
     */
    static PlannedView of(CreateViewConfig config, StepContext context) {
        StandInStatements standIns = context.dialect().statements(StandInStatements.class);
        MatviewStatements matviews = context.dialect().statements(MatviewStatements.class);
        QualifiedName standIn = standIns.name(config.name().local());
        String definition = context.queryInScratch(
                        "query:" + config.name(),
                        List.of(standIns.view(standIn, config.query())),
                        matviews.canonical(standIn),
                        Text.class)
                .get(0)
                .text();
        List<Shape> columns = context.queryInScratch(
                "columns:" + config.name(),
                List.of(standIns.view(standIn, config.query())),
                matviews.columns(standIn),
                Shape.class);
        List<Beginning> beginnings = context.ask("beginnings", matviews.beginnings(), Beginning.class);
        return new PlannedView(
                definition,
                columns,
                indexes(config, context),
                context.catalog().principal().name(),
                beginnings.get(0).accessMethod(),
                beginnings.stream().map(Beginning::privilege).toList(),
                defaultGrantees(config, context));
    }

    /** Tables with row level security that the query reads, however deep. */
    static List<String> securedSources(CreateViewConfig config, StepContext context) {
        StandInStatements standIns = context.dialect().statements(StandInStatements.class);
        QualifiedName standIn = standIns.name(config.name().local());
        return context
                .queryInScratch(
                        "secured:" + config.name(),
                        List.of(standIns.view(standIn, config.query())),
                        context.dialect().statements(MatviewStatements.class).securedSources(standIn),
                        Text.class)
                .stream()
                .map(Text::text)
                .toList();
    }

    private static List<PlannedIndex> indexes(CreateViewConfig config, StepContext context) {
        List<PlannedIndex> planned = new ArrayList<>();
        if (!config.uniqueKey().isEmpty()) {
            QualifiedName index = context.names().beside(config.name(), "_key");
            planned.add(planned(index, IndexSpec.uniqueOn(config.uniqueKey()), config, context));
        }
        for (ViewIndex index : config.indexes()) {
            planned.add(planned(config.name().sibling(index.name().name()), index.spec(), config, context));
        }
        return planned;
    }

    private static PlannedIndex planned(
            QualifiedName index, IndexSpec spec, CreateViewConfig config, StepContext context) {
        TableIndex place = new TableIndex(config.name(), index);
        CanonicalIndex canonical = canonical(config.query(), place, spec, context);
        String definition = context.ask(
                        "definition:" + index,
                        context.dialect()
                                .statements(IndexStatements.class)
                                .definitions(canonical, List.of(new Definable(place, false))),
                        Text.class)
                .get(0)
                .text();
        return new PlannedIndex(place, canonical, definition);
    }

    private static CanonicalIndex canonical(SqlQuery query, TableIndex place, IndexSpec spec, StepContext context) {
        StandInStatements standIns = context.dialect().statements(StandInStatements.class);
        IndexStatements vocabulary = context.dialect().statements(IndexStatements.class);
        String local = place.table().local();
        TableIndex standIn = new TableIndex(
                standIns.name(local), standIns.name(local.equals("canonical") ? "canonical_index" : "canonical"));
        return CanonicalIndex.of(context.queryInScratch(
                "canonical:" + place.index(),
                List.of(standIns.table(standIn.table(), query), vocabulary.buildOnStandIn(standIn, spec)),
                vocabulary.canonical(standIn),
                CanonicalIndex.Term.class));
    }

    private static List<String> defaultGrantees(CreateViewConfig config, StepContext context) {
        String creator = context.catalog().principal().name();
        return context.catalog().environment().defaultPrivileges().stream()
                .filter(privilege -> privilege.objects() == DatabaseEnvironment.Objects.TABLES)
                .filter(privilege -> privilege.owner().equals(creator))
                .filter(privilege -> privilege.schema().isEmpty()
                        || privilege.schema().equals(config.name().schema()))
                .map(DatabaseEnvironment.DefaultPrivilege::grantee)
                .filter(grantee -> !grantee.equals(creator))
                .distinct()
                .sorted()
                .toList();
    }

    /** The same, but with an index that is there under another name. */
    PlannedView with(List<PlannedIndex> others) {
        return new PlannedView(definition, columns, others, owner, accessMethod, ownerPrivileges, defaultGrantees);
    }
}
