package dev.underpin.db;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A result as text. */
public record Rows(List<String> columns, List<List<@Nullable String>> values) {

    static List<String> columns(ResultSetMetaData meta) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(meta.getColumnLabel(i));
        }
        return List.copyOf(columns);
    }

    static Rows read(ResultSet results) throws SQLException {
        List<String> columns = columns(results.getMetaData());
        List<List<@Nullable String>> values = new ArrayList<>();
        while (results.next()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(results.getString(i));
            }
            values.add(Collections.unmodifiableList(row));
        }
        return new Rows(columns, List.copyOf(values));
    }

    public int size() {
        return values.size();
    }

    /** Those of the rows of which it is true; an empty value is NULL. */
    public Rows where(Predicate<List<Optional<String>>> wanted) {
        return new Rows(
                columns,
                values.stream()
                        .filter(row -> wanted.test(
                                row.stream().map(Optional::ofNullable).toList()))
                        .toList());
    }

    /** The first column of the first row; null if there is no row or it is NULL. */
    public @Nullable String first() {
        return values.isEmpty() ? null : values.get(0).get(0);
    }

    public Rows withoutFirstColumn() {
        return new Rows(
                columns.subList(1, columns.size()),
                values.stream().map(row -> row.subList(1, row.size())).toList());
    }

    /** The first rows, one a line, as {@code column=value}; and how many more there are. */
    public List<String> sample(int most) {
        List<String> lines =
                new ArrayList<>(values.stream().limit(most).map(this::describe).toList());
        if (values.size() > most) {
            lines.add("and " + (values.size() - most) + " more");
        }
        return lines;
    }

    /** The same without the names of columns, which are nobody's but ours. */
    public Rows unnamed() {
        return new Rows(columns.stream().map(column -> "").toList(), values);
    }

    private String describe(List<@Nullable String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            String name = columns.get(i);
            line.append(i == 0 ? "" : ", ")
                    .append(name.isEmpty() ? "" : name + "=")
                    .append(row.get(i));
        }
        return line.toString();
    }
}
