package dev.underpin.db;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** The schemas in which unqualified names are looked up. */
public record SearchPath(List<String> schemas) {

    /** Only the system's own objects are found without a schema. */
    public static final SearchPath EMPTY = new SearchPath(List.of());

    private static final String TEMPORARY = "pg_temp";

    public SearchPath {
        schemas = List.copyOf(schemas);
    }

    /** The same, but for temporary objects, which stand in for others of their names. */
    SearchPath behindTemporary() {
        return new SearchPath(
                Stream.concat(Stream.of(TEMPORARY), schemas.stream()).toList());
    }

    /** Temporary objects come last unless they are named: by default they would come first, and hide what the author meant. */
    String sql() {
        return schemas.isEmpty()
                ? "''"
                : Stream.concat(schemas.stream(), Stream.of(TEMPORARY))
                        .map(schema -> DSL.using(SQLDialect.POSTGRES).render(DSL.quotedName(schema)))
                        .collect(Collectors.joining(", "));
    }
}
