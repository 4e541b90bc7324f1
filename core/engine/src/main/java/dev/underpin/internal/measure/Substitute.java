package dev.underpin.internal.measure;

import dev.underpin.plan.Measurement;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlText;
import dev.underpin.spi.sql.SqlToken;
import dev.underpin.spi.sql.SqlToken.Kind;
import java.util.List;
import java.util.Locale;

/** Names a table without its schema, so that a temporary table of the same name can take its place. */
record Substitute(QualifiedName table) {

    Measurement in(Measurement measurement) {
        return new Measurement(
                measurement.id(),
                unqualified(measurement.sql()),
                measurement.samples().map(this::unqualified),
                measurement.as(),
                measurement.runs(),
                measurement.expect());
    }

    private SqlText unqualified(SqlText text) {
        return new SqlText(unqualified(text.text()));
    }

    String unqualified(String sql) {
        List<SqlToken> tokens = SqlToken.of(sql).stream()
                .filter(token -> token.kind() != Kind.COMMENT)
                .toList();
        StringBuilder result = new StringBuilder();
        int kept = 0;
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (names(tokens.get(i), sql, table.schema())
                    && tokens.get(i + 1).in(sql).equals(".")
                    && names(tokens.get(i + 2), sql, table.local())
                    && (i == 0 || !tokens.get(i - 1).in(sql).equals("."))) {
                result.append(sql, kept, tokens.get(i).start());
                kept = tokens.get(i + 2).start();
            }
        }
        return result.append(sql.substring(kept)).toString();
    }

    private static boolean names(SqlToken token, String sql, String name) {
        String text = token.in(sql);
        return switch (token.kind()) {
            case WORD -> text.toLowerCase(Locale.ROOT).equals(name);
            case QUOTED_NAME ->
                text.substring(1, text.length() - 1).replace("\"\"", "\"").equals(name);
            default -> false;
        };
    }
}
