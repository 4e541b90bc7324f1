package dev.underpin.internal.compilation;

import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** In what two programs differ, for people: the actions, and of each the statements. */
public final class ProgramDiff {

    /** Of the text before the first difference, so much is shown; and so much from there on. */
    private static final int BEFORE = 40;

    private static final int AFTER = 120;

    private ProgramDiff() {}

    public static List<String> of(Program promised, Program now) {
        List<String> lines = new ArrayList<>();
        actions(promised.actions(), now.actions(), lines);
        return lines.isEmpty() ? List.of("the same actions in another order") : lines;
    }

    private static void actions(List<Action> promised, List<Action> now, List<String> lines) {
        Map<String, Action> before = byKey(promised);
        Map<String, Action> after = byKey(now);
        before.forEach((key, action) -> {
            Action other = after.get(key);
            if (other == null) {
                lines.add("no longer: " + key + " (" + action.title() + ")");
            } else if (!action.equals(other)) {
                lines.add("differently: " + key + " (" + action.title() + ")");
                inside(action, other, lines);
            }
        });
        after.forEach((key, action) -> {
            if (!before.containsKey(key)) {
                lines.add("now also: " + key + " (" + action.title() + ")");
            }
        });
    }

    private static Map<String, Action> byKey(List<Action> actions) {
        Map<String, Action> keyed = new LinkedHashMap<>();
        actions.forEach(action -> keyed.put(action.key(), action));
        return keyed;
    }

    private static void inside(Action promised, Action now, List<String> lines) {
        List<String> before = texts(promised);
        List<String> after = texts(now);
        List<String> gone = without(before, after);
        List<String> come = without(after, before);
        for (int i = 0; i < Math.max(gone.size(), come.size()); i++) {
            String was = i < gone.size() ? gone.get(i) : "";
            String is = i < come.size() ? come.get(i) : "";
            int same = common(was, is);
            show("previewed", was, same, lines);
            show("now", is, same, lines);
        }
        actions(promised.parts(), now.parts(), lines);
        if (gone.isEmpty() && come.isEmpty() && promised.parts().equals(now.parts())) {
            lines.add("  the statements are the same; their order, locks or undo are not");
        }
    }

    private static void show(String when, String text, int same, List<String> lines) {
        if (!text.isEmpty()) {
            int from = Math.max(0, same - BEFORE);
            int to = Math.min(text.length(), same + AFTER);
            lines.add("  " + when + ": " + (from > 0 ? "… " : "")
                    + text.substring(from, to).strip() + (to < text.length() ? " …" : ""));
        }
    }

    private static int common(String one, String other) {
        int same = 0;
        while (same < one.length() && same < other.length() && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same < Math.max(one.length(), other.length()) && !one.isEmpty() && !other.isEmpty() ? same : 0;
    }

    private static List<String> without(List<String> texts, List<String> others) {
        List<String> left = new ArrayList<>(texts);
        others.forEach(left::remove);
        return left;
    }

    private static List<String> texts(Action action) {
        List<String> texts = new ArrayList<>();
        if (action instanceof Transaction transaction) {
            transaction.ops().forEach(op -> texts.addAll(texts(op)));
        } else {
            action.statements().forEach(sql -> texts.add(text(sql)));
        }
        return texts;
    }

    private static List<String> texts(Op op) {
        if (op instanceof Sql sql) {
            return List.of(text(sql));
        }
        if (op instanceof Check check) {
            String asked = check.question() instanceof Question.Rows rows
                    ? rows.expect() + " of " + text(rows.query())
                    : check.question().toString();
            return List.of("check that " + check.title() + ": " + line(asked));
        }
        return List.of(line(op.toString()));
    }

    private static String text(Sql sql) {
        StringBuilder text = new StringBuilder(line(sql.text()));
        sql.params()
                .forEach(param -> param.value()
                        .ifPresent(value -> text.append(" [")
                                .append(param.name())
                                .append(" = ")
                                .append(value)
                                .append(']')));
        return text.toString();
    }

    private static String line(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
