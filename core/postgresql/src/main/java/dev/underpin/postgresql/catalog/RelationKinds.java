package dev.underpin.postgresql.catalog;

import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;
import org.jooq.impl.DSL;

/** What a relation's name denotes. */
final class RelationKinds {

    private static final String KIND = """
            SELECT c.relkind::text AS letter
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = {0} AND c.relname = {1}
            """;

    private record Row(String letter) {}

    private final Queries queries;

    RelationKinds(Queries queries) {
        this.queries = queries;
    }

    Optional<RelationKind> read(QualifiedName name) {
        return queries.row(Row.class, KIND, DSL.val(name.schema()), DSL.val(name.local()))
                .map(row -> of(row.letter()));
    }

    static RelationKind of(String letter) {
        return switch (letter) {
            case "r" -> RelationKind.TABLE;
            case "p" -> RelationKind.PARTITIONED_TABLE;
            case "f" -> RelationKind.FOREIGN_TABLE;
            case "v" -> RelationKind.VIEW;
            case "m" -> RelationKind.MATERIALIZED_VIEW;
            case "i" -> RelationKind.INDEX;
            case "I" -> RelationKind.PARTITIONED_INDEX;
            case "S" -> RelationKind.SEQUENCE;
            case "c" -> RelationKind.COMPOSITE_TYPE;
            case "t" -> RelationKind.TOAST_TABLE;
            default -> throw new IllegalStateException("relkind " + letter);
        };
    }
}
