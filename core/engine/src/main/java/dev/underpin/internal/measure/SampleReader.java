package dev.underpin.internal.measure;

import dev.underpin.db.Rows;
import dev.underpin.db.Session;
import dev.underpin.plan.Measurement;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.server.ServerStatements;
import dev.underpin.spi.sql.SqlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Reads what a query's placeholders are to stand for. */
final class SampleReader {

    private final Session session;
    private final Dialect dialect;

    SampleReader(Session session, Dialect dialect) {
        this.session = session;
        this.dialect = dialect;
    }

    /**
     * At most as many as runs, one for each row of the samples; {@link Binding#NONE} alone if the query has no
     * placeholders.
     *
     * @throws dev.underpin.spi.finding.ServerRefusal if the samples lack a column of a placeholder's name
     */
    List<Binding> read(Measurement measurement) {
        return measurement
                .samples()
                .map(samples -> read(measurement.query(), samples, measurement.runs()))
                .orElse(List.of(Binding.NONE));
    }

    private List<Binding> read(String query, SqlText samples, int atMost) {
        Set<String> names = new LinkedHashSet<>();
        SqlText.placeholders(query).forEach(placeholder -> names.add(placeholder.name()));
        return names.isEmpty() ? List.of(Binding.NONE) : bindings(List.copyOf(names), ask(names, samples, atMost));
    }

    private Rows ask(Set<String> names, SqlText samples, int atMost) {
        List<Field<?>> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(DSL.field("CAST({0} AS text)", DSL.field(DSL.quotedName("sample", name))));
            columns.add(DSL.field(
                    "{0}",
                    DSL.raw(dialect.statements(ServerStatements.class)
                            .typeOf(DSL.quotedName("sample", name))
                            .text())));
        }
        return session.query(dialect.sql(
                "SELECT {0} FROM ({1}\n) AS sample LIMIT {2}",
                DSL.list(columns), Sql.queryOfPlan(samples.statements().get(0)), DSL.inline(atMost)));
    }

    private static List<Binding> bindings(List<String> names, Rows rows) {
        return rows.values().stream().map(row -> binding(names, row)).toList();
    }

    private static Binding binding(List<String> names, List<@Nullable String> row) {
        Map<String, String> types = new HashMap<>();
        Map<String, @Nullable String> values = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            types.put(names.get(i), String.valueOf(row.get(2 * i + 1)));
            values.put(names.get(i), row.get(2 * i));
        }
        return new Binding(types, values);
    }
}
