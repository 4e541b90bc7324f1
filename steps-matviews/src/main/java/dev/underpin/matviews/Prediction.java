package dev.underpin.matviews;

import dev.underpin.matviews.MatviewStatements.Shape;
import dev.underpin.spi.catalog.Acl;
import dev.underpin.spi.catalog.Acl.Grant;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Column.Generation;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The view as the catalog will show it. */
final class Prediction {

    private Prediction() {}

    static View of(CreateViewConfig config, PlannedView blueprint) {
        return new View(
                config.name(),
                RelationKind.MATERIALIZED_VIEW,
                blueprint.owner(),
                blueprint.definition(),
                Collections.emptySortedMap(),
                Optional.of(blueprint.accessMethod()),
                blueprint.columns().stream().map(Prediction::column).toList(),
                indexes(blueprint),
                List.of(),
                List.of(),
                List.of(),
                acl(config, blueprint),
                config.comment(),
                List.of(),
                true,
                Optional.empty(),
                Optional.empty());
    }

    private static List<Index> indexes(PlannedView blueprint) {
        return blueprint.indexes().stream()
                .map(planned ->
                        planned.canonical().named(planned.place().index(), planned.definition(), Optional.empty()))
                .sorted(Comparator.comparing(Index::name))
                .toList();
    }

    private static Column column(Shape shape) {
        return new Column(
                shape.name(),
                shape.type(),
                shape.collation(),
                false,
                Optional.empty(),
                Generation.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Collections.emptySortedMap(),
                Acl.BUILT_IN,
                Optional.empty());
    }

    /** The first GRANT or REVOKE writes the owner's own privileges down. */
    private static Acl acl(CreateViewConfig config, PlannedView blueprint) {
        if (config.grants().each().isEmpty() && blueprint.defaultGrantees().isEmpty()) {
            return Acl.BUILT_IN;
        }
        List<Grant> grants = new ArrayList<>();
        blueprint
                .ownerPrivileges()
                .forEach(privilege -> grants.add(new Grant(blueprint.owner(), privilege, false, blueprint.owner())));
        config.grants()
                .each()
                .forEach(granted ->
                        grants.add(new Grant(granted.grantee(), granted.privilege(), false, blueprint.owner())));
        grants.sort(Acl.ORDER);
        return new Acl(false, grants);
    }
}
