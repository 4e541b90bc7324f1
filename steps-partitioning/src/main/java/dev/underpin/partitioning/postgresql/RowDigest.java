package dev.underpin.partitioning.postgresql;

import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jooq.Name;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A number of 64 bits that is another when a row is written differently, also where its values count as equal (1.0 and 1.00, 0 and -0).
 * A type's own hash, which takes a fraction of the time, does not tell these apart, nor does that of eight bytes tell apart numbers whose
 * halves are swapped; so values are hashed as they are sent, and those of other types as they are printed.
 */
final class RowDigest {

    /** Of types that the server brings along; types of others have a schema before their name. */
    private static final Map<String, String> AS_SENT = asSent();

    private static final Pattern MODIFIER = Pattern.compile("\\([0-9,-]+\\)");

    private final Dialect dialect;

    RowDigest(Dialect dialect) {
        this.dialect = dialect;
    }

    private static Map<String, String> asSent() {
        Map<String, String> types = new HashMap<>();
        for (String type : List.of("boolean", "smallint", "integer", "oid", "date", "uuid", "bytea")) {
            types.put(type, "{0}");
        }
        for (String type : List.of("text", "character varying", "name")) {
            types.put(type, "{0} COLLATE \"C\"");
        }
        types.put("character", "bpcharsend({0})");
        types.put("bpchar", "bpcharsend({0})");
        types.put("bigint", "int8send({0})");
        types.put("numeric", "numeric_send({0})");
        types.put("real", "float4send({0})");
        types.put("double precision", "float8send({0})");
        types.put("timestamp without time zone", "timestamp_send({0})");
        types.put("timestamp with time zone", "timestamptz_send({0})");
        types.put("time without time zone", "time_send({0})");
        types.put("time with time zone", "timetz_send({0})");
        types.put("interval", "interval_send({0})");
        return Map.copyOf(types);
    }

    /** Columns of types that are hashed as they are printed, by their own functions. */
    static List<Column> printed(List<Column> columns) {
        return columns.stream().filter(column -> asSent(column) == null).toList();
    }

    private static @Nullable String asSent(Column column) {
        return AS_SENT.get(MODIFIER.matcher(column.type()).replaceAll(""));
    }

    /**
     * @param row by which the statement knows it
     * @param seed a number of 64 bits: digests of different seeds do not add up to the same when two rows exchange a value
     */
    Sql of(String row, List<Column> columns, Sql seed) {
        List<Sql> values = new ArrayList<>();
        List<Sql> printed = new ArrayList<>();
        for (Column column : columns) {
            Name value = DSL.quotedName(row, column.name());
            String sent = asSent(column);
            if (sent == null) {
                printed.add(dialect.sql("{0}", value));
            } else {
                values.add(dialect.sql(sent, value));
            }
        }
        if (!printed.isEmpty()) {
            values.add(dialect.sql("CAST(ROW({0}) AS text) COLLATE \"C\"", Clauses.join(dialect, ", ", printed)));
        }
        return dialect.sql("hash_record_extended(ROW({0}), {1})", Clauses.join(dialect, ", ", values), seed);
    }
}
