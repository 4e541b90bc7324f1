package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.usage.StatementKind;
import dev.underpin.partitioning.usage.StatementKind.Effect;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** All statements of one kind that were found, and what is to be said of them. */
final class KindOfUse {

    private static final int SHOWN = 5;
    private static final int LONGEST_TEXT = 120;

    private final StatementKind kind;
    private final Set<String> places = new LinkedHashSet<>();
    private final List<String> statements = new ArrayList<>();
    private final List<Long> calls = new ArrayList<>();

    KindOfUse(StatementKind kind) {
        this.kind = kind;
    }

    void at(String place) {
        places.add(place);
    }

    /** The most frequent first. What stands in quotes is nobody's business. */
    void recorded(String text, long count) {
        String line = withoutLiterals(text).replaceAll("\\s+", " ").strip();
        statements.add(line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line);
        calls.add(count);
    }

    private static String withoutLiterals(String text) {
        StringBuilder rest = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int opening = text.indexOf('\'', at);
            int closing = opening < 0 ? -1 : text.indexOf('\'', opening + 1);
            if (closing < 0) {
                break;
            }
            while (text.startsWith("'", closing + 1) && text.indexOf('\'', closing + 2) > 0) {
                closing = text.indexOf('\'', closing + 2);
            }
            rest.append(text, at, opening).append("'…'");
            at = closing + 1;
        }
        return rest.append(text.substring(at)).toString();
    }

    /**
     * @param allCalls of the counted statements that name the table
     * @param accepted as the plan has it
     */
    Finding finding(QualifiedName table, long allCalls, List<StatementKind> accepted) {
        int number = places.size() + statements.size();
        String message = kind.spelled() + " (" + number + "): statements on " + table + " that " + kind.what() + ": "
                + examples(allCalls);
        boolean accepting = accepted.contains(kind);
        if (kind.definesStructure() && places.isEmpty()) {
            return Finding.note(
                    Codes.STATEMENTS_FAIL,
                    message,
                    "Somebody changed the structure so once; if something does it again and again: " + kind.remedy()
                            + ".");
        }
        if (kind.effect() == Effect.SLOWS) {
            return new Finding(
                    accepting ? Finding.Severity.NOTE : Finding.Severity.WARNING,
                    Codes.STATEMENTS_SLOW,
                    message,
                    kind.remedy() + ".");
        }
        return new Finding(
                accepting ? Finding.Severity.WARNING : Finding.Severity.ERROR,
                kind.effect() == Effect.FAILS ? Codes.STATEMENTS_FAIL : Codes.STATEMENTS_CHANGE,
                message,
                accepting
                        ? kind.remedy() + "; the plan accepts it."
                        : kind.remedy() + "; or, if applications can live with it, write accept: [" + kind.spelled()
                                + "].");
    }

    private String examples(long allCalls) {
        List<String> shown = new ArrayList<>(places);
        for (int i = 0; i < statements.size(); i++) {
            shown.add("\"" + statements.get(i) + "\" (" + share(calls.get(i), allCalls) + ")");
        }
        String text = String.join("; ", shown.subList(0, Math.min(SHOWN, shown.size())));
        String rest = shown.size() > SHOWN ? "; and " + (shown.size() - SHOWN) + " more" : "";
        String sum = statements.size() > 1
                ? "; counted ones together "
                        + share(calls.stream().mapToLong(Long::longValue).sum(), allCalls)
                : "";
        return text + rest + sum;
    }

    private static String share(long some, long all) {
        return String.format(Locale.ROOT, "%.1f %% of the %d counted calls on it", 100.0 * some / all, all);
    }
}
