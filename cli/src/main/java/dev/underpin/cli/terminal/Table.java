package dev.underpin.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings, each column as wide as its widest cell. */
public final class Table {

    private static final String GAP = "  ";

    private final List<String> headings;
    private final boolean[] right;
    private final List<List<String>> rows = new ArrayList<>();

    /** A heading that begins with {@code >} sets its column flush right. */
    public Table(String... headings) {
        this.right = new boolean[headings.length];
        this.headings = new ArrayList<>();
        for (int i = 0; i < headings.length; i++) {
            right[i] = headings[i].startsWith(">");
            this.headings.add(right[i] ? headings[i].substring(1) : headings[i]);
        }
    }

    public Table row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + headings.size() + " headings");
        }
        rows.add(Arrays.stream(cells)
                .map(cell -> Paper.clean(cell).replace('\n', ' '))
                .toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** One line a row, the headings first; columns without any content are left out. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(headings.stream().map(Ink.DIM::on).toList()));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            if (isBlank(column)) {
                continue;
            }
            int width = width(column);
            line.append(line.isEmpty() ? "" : GAP)
                    .append(
                            right[column]
                                    ? TextWidth.padLeft(cells.get(column), width)
                                    : TextWidth.padRight(cells.get(column), width));
        }
        return line.toString().stripTrailing();
    }

    private boolean isBlank(int column) {
        return rows.stream().allMatch(row -> row.get(column).isEmpty());
    }

    private int width(int column) {
        int widest = TextWidth.of(headings.get(column));
        for (List<String> row : rows) {
            widest = Math.max(widest, TextWidth.of(row.get(column)));
        }
        return widest;
    }
}
