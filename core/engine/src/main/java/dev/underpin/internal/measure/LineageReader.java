package dev.underpin.internal.measure;

import dev.underpin.db.Session;
import dev.underpin.internal.measure.Lineage.Place;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.ExplainStatements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks the server what the relations and indexes of a plan belong to. */
final class LineageReader {

    private final Session session;
    private final Dialect dialect;

    LineageReader(Session session, Dialect dialect) {
        this.session = session;
        this.dialect = dialect;
    }

    Lineage read(PlanNode root) {
        List<QualifiedName> relations = root.visited()
                .flatMap(node -> node.relation().stream())
                .distinct()
                .toList();
        List<QualifiedName> indexes =
                root.visited().flatMap(node -> node.index().stream()).distinct().toList();
        return new Lineage(places(relations), ancestors(indexes));
    }

    private Map<QualifiedName, Place> places(List<QualifiedName> relations) {
        Map<QualifiedName, Place> places = new HashMap<>();
        if (!relations.isEmpty()) {
            session.query(dialect.statements(ExplainStatements.class).places(relations))
                    .values()
                    .forEach(row -> {
                        QualifiedName relation = name(row, 0);
                        places.put(
                                relation,
                                new Place(
                                        relation,
                                        name(row, 2),
                                        Integer.parseInt(at(row, 4)),
                                        Long.parseLong(at(row, 5))));
                    });
        }
        return places;
    }

    private Map<QualifiedName, List<QualifiedName>> ancestors(List<QualifiedName> indexes) {
        Map<QualifiedName, List<QualifiedName>> ancestors = new HashMap<>();
        if (!indexes.isEmpty()) {
            session.query(dialect.statements(ExplainStatements.class).ancestors(indexes))
                    .values()
                    .forEach(row -> ancestors
                            .computeIfAbsent(name(row, 0), index -> new ArrayList<>())
                            .add(name(row, 2)));
        }
        return ancestors;
    }

    private static QualifiedName name(List<@Nullable String> row, int column) {
        return QualifiedName.of(at(row, column), at(row, column + 1));
    }

    private static String at(List<@Nullable String> row, int column) {
        return Objects.requireNonNull(row.get(column));
    }
}
