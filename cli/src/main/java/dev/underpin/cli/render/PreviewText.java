package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.cli.terminal.TextWidth;
import dev.underpin.report.ActionReport;
import dev.underpin.report.RunReport;
import dev.underpin.report.StepReport;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every action that a plan would take: what it runs, what it locks, how it is taken back. */
final class PreviewText {

    private static final String LABEL_INDENT = "  ";
    private static final int LABEL = 7;

    /** Of an action that is undone by another one's undo. */
    private static final String WITH_ANOTHER = "with what it belongs to";

    private final int width;
    private final boolean verbose;

    PreviewText(int width, boolean verbose) {
        this.width = width;
        this.verbose = verbose;
    }

    List<String> lines(RunReport report) {
        List<String> lines = new ArrayList<>();
        List<String> estimate = new EstimateText(width).lines(report);
        if (!estimate.isEmpty()) {
            lines.add("");
            lines.addAll(estimate);
        }
        for (StepReport step : report.steps()) {
            lines.add("");
            lines.add(Ink.BOLD.on("step " + step.id())
                    + Ink.DIM.on("  " + step.uses())
                    + (step.conditional()
                            ? Ink.YELLOW.on("  conditional: a step before it may change what this one finds")
                            : ""));
            if (step.actions().isEmpty()) {
                lines.add("  nothing to do");
            }
            actions(step.actions(), "", "  ", lines);
        }
        lines.add("");
        lines.add(summary(report));
        return lines;
    }

    /** Those that do the same, to one partition each, are shown by one of them. */
    private void actions(List<ActionReport> actions, String prefix, String indent, List<String> lines) {
        for (int i = 0; i < actions.size(); ) {
            int end = i + 1;
            while (!verbose && end < actions.size() && alike(actions.get(i), actions.get(end))) {
                end++;
            }
            action(actions.get(i), prefix + (i + 1), indent, lines);
            if (end > i + 1) {
                lines.add(indent
                        + Ink.DIM.on("… and " + Quantities.count(end - i - 1) + " more like it, to "
                                + actions.get(end - 1).key() + " (--verbose shows them)"));
            }
            i = end;
        }
    }

    private static boolean alike(ActionReport one, ActionReport other) {
        int colon = one.key().indexOf(':');
        return colon > 0
                && one.mode().equals(other.mode())
                && other.key().startsWith(one.key().substring(0, colon + 1));
    }

    private void action(ActionReport action, String number, String indent, List<String> lines) {
        String head = Ink.DIM.on(number) + " " + Ink.BOLD.on(action.key()) + "  " + Ink.CYAN.on(action.mode());
        String inner = indent + LABEL_INDENT + " ".repeat(Math.max(0, number.length() - 1));
        if (TextWidth.of(indent + head) + 2 + TextWidth.of(action.title()) <= width) {
            lines.add(indent + head + "  " + action.title());
        } else {
            lines.add(indent + head);
            Paragraph.lines(action.title(), width - inner.length()).forEach(part -> lines.add(inner + part));
        }
        labelled(
                inner,
                "sql",
                SqlExcerpt.of(action.sql(), Math.max(40, width - inner.length() - LABEL), verbose),
                lines);
        labelled(inner, "locks", wrapped(locks(action), inner), lines);
        labelled(inner, "size", action.size().map(List::of).orElse(List.of()), lines);
        boolean told = verbose || !action.undo().equals(WITH_ANOTHER);
        labelled(inner, "undo", action.undo().isEmpty() || !told ? List.of() : List.of(action.undo()), lines);
        labelled(inner, "note", action.note().map(List::of).orElse(List.of()), lines);
        actions(action.inner(), number + ".", inner, lines);
    }

    private List<String> wrapped(List<String> texts, String indent) {
        return texts.stream()
                .flatMap(text -> Paragraph.lines(text, width - indent.length() - LABEL).stream())
                .toList();
    }

    private static void labelled(String indent, String label, List<String> texts, List<String> lines) {
        String shown = label;
        for (String text : texts) {
            lines.add(indent + Ink.DIM.on(shown) + " ".repeat(LABEL - shown.length()) + text);
            shown = "";
        }
    }

    private static List<String> locks(ActionReport action) {
        Map<LockMode, Set<String>> byMode = new LinkedHashMap<>();
        for (Lock lock : action.locks()) {
            if (lock.unseen()) {
                continue;
            }
            byMode.computeIfAbsent(lock.mode(), mode -> new LinkedHashSet<>()).add(name(lock));
        }
        List<String> texts = byMode.entrySet().stream()
                .sorted(Map.Entry.<LockMode, Set<String>>comparingByKey().reversed())
                .map(entry -> (entry.getKey().queueForming()
                                ? Ink.YELLOW.on(entry.getKey().toString())
                                : entry.getKey().toString())
                        + " on " + abbreviated(entry.getValue()))
                .collect(Collectors.toCollection(ArrayList::new));
        if (!texts.isEmpty() && !action.blocks().isEmpty()) {
            texts.add("blocks " + action.blocks());
        }
        return texts;
    }

    private static String abbreviated(Set<String> names) {
        int most = 4;
        String shown = names.stream().limit(most).collect(Collectors.joining(", "));
        return names.size() <= most ? shown : shown + " and " + (names.size() - most) + " more";
    }

    private static String name(Lock lock) {
        return lock.relation().map(Object::toString).orElse("anything it touches");
    }

    private static String summary(RunReport report) {
        Map<String, Integer> modes = new LinkedHashMap<>();
        List<ActionReport> all = new ArrayList<>();
        report.steps().forEach(step -> step.actions().forEach(action -> collect(action, all)));
        all.forEach(action -> modes.merge(action.mode(), 1, Integer::sum));
        long blocking = all.stream()
                .filter(action -> action.locks().stream().anyMatch(Lock::queueForming))
                .count();
        String kinds = modes.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return Ink.BOLD.on(Quantities.count(all.size(), "action")) + " in "
                + Quantities.count(report.steps().size(), "step") + (kinds.isEmpty() ? "" : " (" + kinds + ")") + "; "
                + (blocking == 0
                        ? "none keeps others waiting"
                        : Quantities.count(blocking) + (blocking == 1 ? " keeps" : " keep")
                                + " others waiting for a moment")
                + "; nothing has been changed";
    }

    private static void collect(ActionReport action, List<ActionReport> all) {
        all.add(action);
        action.inner().forEach(inner -> collect(inner, all));
    }
}
