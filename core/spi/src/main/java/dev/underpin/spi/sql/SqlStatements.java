package dev.underpin.spi.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Divides SQL text at its semicolons, except those in parentheses and in the bodies of SQL-standard functions. */
final class SqlStatements {

    private final String sql;
    private final List<String> statements = new ArrayList<>();

    /** The first letters' worth of a statement: enough to see {@code CREATE [OR REPLACE] FUNCTION | PROCEDURE}. */
    private final List<String> opening = new ArrayList<>();

    private String before = "";
    private int parentheses;
    private int bodies;
    private int start = -1;

    private SqlStatements(String sql) {
        this.sql = sql;
    }

    static List<String> of(String sql) {
        SqlStatements division = new SqlStatements(sql);
        for (SqlToken token : SqlToken.of(sql)) {
            if (token.kind() != SqlToken.Kind.COMMENT) {
                division.take(token);
            }
        }
        division.finish(sql.length());
        return List.copyOf(division.statements);
    }

    private void take(SqlToken token) {
        String text = token.in(sql);
        if (text.equals(";") && parentheses == 0 && bodies == 0) {
            finish(token.start());
            return;
        }
        if (start < 0) {
            start = token.start();
        }
        String word = token.kind() == SqlToken.Kind.WORD ? text.toLowerCase(Locale.ROOT) : "";
        if (token.kind() == SqlToken.Kind.SIGN) {
            parentheses += text.equals("(") ? 1 : text.equals(")") && parentheses > 0 ? -1 : 0;
        } else if (!word.isEmpty()) {
            word(word);
        }
        before = word;
    }

    private void word(String word) {
        if (opening.size() < 4) {
            opening.add(word);
        }
        if (parentheses == 0 && createsRoutine()) {
            if ((word.equals("atomic") && before.equals("begin")) || (word.equals("case") && bodies > 0)) {
                bodies++;
            } else if (word.equals("end") && bodies > 0) {
                bodies--;
            }
        }
    }

    private boolean createsRoutine() {
        int at = opening.size() > 2 && opening.get(1).equals("or") ? 3 : 1;
        return opening.size() > at
                && opening.get(0).equals("create")
                && (opening.get(at).equals("function") || opening.get(at).equals("procedure"));
    }

    private void finish(int end) {
        if (start >= 0) {
            statements.add(SqlToken.stripped(sql.substring(start, end)));
        }
        start = -1;
        parentheses = 0;
        bodies = 0;
        opening.clear();
        before = "";
    }
}
