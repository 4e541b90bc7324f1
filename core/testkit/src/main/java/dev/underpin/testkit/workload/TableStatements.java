package dev.underpin.testkit.workload;

import dev.underpin.testkit.TestSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements of the writers and of the oracle on one table. They name it by the text that was given, so that they follow a rename as an
 * application does.
 *
 * @param columns all columns at the start, as SQL
 * @param defaults those of them that have a default or an identity
 * @param mayRekey whether an UPDATE may give an id
 */
record TableStatements(String table, Shape shape, List<String> columns, Set<String> defaults, boolean mayRekey) {

    static TableStatements of(TestSession session, String table, Shape shape) {
        List<List<@Nullable Object>> found = session.queryRows("""
                SELECT quote_ident(attname), atthasdef OR attidentity <> '', attidentity = 'a'
                FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""", table);
        List<String> columns =
                found.stream().map(row -> String.valueOf(row.get(0))).toList();
        Set<String> defaults = found.stream()
                .filter(row -> Boolean.TRUE.equals(row.get(1)))
                .map(row -> String.valueOf(row.get(0)))
                .collect(Collectors.toSet());
        boolean mayRekey =
                found.stream().noneMatch(row -> shape.id().equals(row.get(0)) && Boolean.TRUE.equals(row.get(2)));
        Set<String> used = new LinkedHashSet<>(List.of(shape.id(), shape.content(), shape.moment()));
        used.addAll(shape.onInsert().keySet());
        used.addAll(shape.maintained());
        if (!columns.containsAll(used)) {
            throw new IllegalArgumentException(table + " has the columns " + columns + ", the workload needs " + used);
        }
        return new TableStatements(table, shape, columns, defaults, mayRekey);
    }

    int idColumn() {
        return columns.indexOf(shape.id());
    }

    int contentColumn() {
        return columns.indexOf(shape.content());
    }

    int momentColumn() {
        return columns.indexOf(shape.moment());
    }

    boolean mayOmit(String column) {
        return defaults.contains(column);
    }

    /** Inserts a row with these columns; all columns of the new row come back. */
    String insert(List<String> given) {
        String placeholders = given.stream().map(column -> "?").collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + String.join(", ", given) + ") OVERRIDING SYSTEM VALUE VALUES ("
                + placeholders + ") RETURNING " + texts();
    }

    /** Sets one column of the row with an id; all columns of the row come back. */
    String update(String column) {
        return "UPDATE " + table + " SET " + column + " = ? WHERE " + shape.id() + " = ? RETURNING " + texts();
    }

    String delete() {
        return "DELETE FROM " + table + " WHERE " + shape.id() + " = ?";
    }

    /** What an application reads, and the hash of it. */
    String read() {
        return "SELECT *, " + hash() + " FROM " + table + " WHERE " + shape.id() + " = ?";
    }

    String readLatest() {
        return "SELECT * FROM " + table + " ORDER BY " + shape.moment() + " DESC LIMIT 20";
    }

    String range() {
        return "SELECT min(" + shape.moment() + ")::text, max(" + shape.moment() + ")::text FROM " + table;
    }

    /** Id and hash of every row of a table like this one. */
    String hashesOf(String other) {
        return "SELECT " + shape.id() + "::text AS \"id as text\", " + hash() + " FROM " + other;
    }

    String rowsOf(String other) {
        return "SELECT " + texts() + " FROM " + other + " WHERE " + shape.id() + " = ANY (?)";
    }

    Row row(ResultSet result) throws SQLException {
        List<@Nullable String> values = new ArrayList<>(columns.size());
        for (int column = 1; column <= columns.size(); column++) {
            values.add(result.getString(column));
        }
        return new Row(values);
    }

    /** The expected row with the columns that the server maintains as it returned them. */
    Row maintained(Row expected, Row returned) {
        Row merged = expected;
        for (String column : shape.maintained()) {
            merged = merged.with(columns.indexOf(column), returned.get(columns.indexOf(column)));
        }
        return merged;
    }

    /** Whether an inserted row is what these values ask for. */
    boolean holds(Row row, Map<String, String> given) {
        return given.entrySet().stream()
                .filter(value -> !shape.maintained().contains(value.getKey()))
                .allMatch(value -> value.getValue().equals(row.get(columns.indexOf(value.getKey()))));
    }

    private String texts() {
        return columns.stream().map(column -> column + "::text").collect(Collectors.joining(", "));
    }

    private String hash() {
        return "hashtextextended(ROW(" + texts() + ")::text, 0)";
    }
}
