package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.report.ActionReport;
import dev.underpin.report.RunReport;
import dev.underpin.report.StepReport;
import dev.underpin.spi.Lock;
import dev.underpin.spi.LockMode;
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

    private final int width;
    private final boolean verbose;

    PreviewText(int width, boolean verbose) {
        this.width = width;
        this.verbose = verbose;
    }

    List<String> lines(RunReport report) {
        List<String> lines = new ArrayList<>();
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
            int number = 1;
            for (ActionReport action : step.actions()) {
                action(action, String.valueOf(number++), "  ", lines);
            }
        }
        lines.add("");
        lines.add(summary(report));
        return lines;
    }

    private void action(ActionReport action, String number, String indent, List<String> lines) {
        lines.add(indent + Ink.DIM.on(number) + " " + Ink.BOLD.on(action.key()) + "  " + Ink.CYAN.on(action.mode())
                + "  " + action.title());
        String inner = indent + LABEL_INDENT + " ".repeat(Math.max(0, number.length() - 1));
        labelled(
                inner,
                "sql",
                SqlExcerpt.of(action.sql(), Math.max(40, width - inner.length() - LABEL), verbose),
                lines);
        labelled(inner, "locks", locks(action), lines);
        labelled(inner, "size", action.size().map(List::of).orElse(List.of()), lines);
        labelled(inner, "undo", action.undo().isEmpty() ? List.of() : List.of(action.undo()), lines);
        labelled(inner, "note", action.note().map(List::of).orElse(List.of()), lines);
        int child = 1;
        for (ActionReport next : action.inner()) {
            action(next, number + "." + child++, inner, lines);
        }
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
