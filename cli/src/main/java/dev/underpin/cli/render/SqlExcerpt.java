package dev.underpin.cli.render;

import dev.underpin.cli.terminal.TextWidth;
import java.util.ArrayList;
import java.util.List;

/** Statements in a listing: whole, or what fits on one line. */
final class SqlExcerpt {

    private static final int MOST = 2;

    private SqlExcerpt() {}

    static List<String> of(List<String> statements, int width, boolean whole) {
        List<String> lines = new ArrayList<>();
        if (whole) {
            statements.forEach(
                    statement -> lines.addAll(terminated(statement).lines().toList()));
            return lines;
        }
        // One more line than allowed would say no more than the statement itself.
        int shown = statements.size() <= MOST + 1 ? statements.size() : MOST;
        statements.stream()
                .limit(shown)
                .map(statement -> TextWidth.fit(terminated(statement.strip().replaceAll("\\s+", " ")), width))
                .forEach(lines::add);
        if (shown < statements.size()) {
            lines.add("… and " + Quantities.count(statements.size() - shown, "more statement")
                    + " (--verbose shows them)");
        }
        return lines;
    }

    private static String terminated(String statement) {
        String text = statement.stripTrailing();
        return text.endsWith(";") ? text : text + ";";
    }
}
