package dev.underpin.internal.measure;

import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sql.Param;
import dev.underpin.spi.sql.SqlText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values for the placeholders of a query, as text.
 *
 * @param types as the server names them under the plan's search path, by placeholder
 */
record Binding(Map<String, String> types, Map<String, @Nullable String> values) {

    static final Binding NONE = new Binding(Map.of(), Map.of());

    /** The query with its placeholders as parameters; it is not the tool's, but runs under a path set beforehand. */
    Sql statement(String query) {
        List<Param> params = SqlText.placeholders(query).stream()
                .map(placeholder -> new Param(
                        placeholder.name(),
                        types.getOrDefault(placeholder.name(), "text"),
                        placeholder.start(),
                        Optional.empty()))
                .toList();
        return new Sql(query, params, List.of(), Sql.Author.TOOL);
    }
}
