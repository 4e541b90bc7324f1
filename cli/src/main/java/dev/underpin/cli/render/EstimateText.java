package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.cli.terminal.TextWidth;
import dev.underpin.report.ActionReport;
import dev.underpin.report.Estimate;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.StepReport;
import dev.underpin.spi.finding.Finding.Severity;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** What who decides on a plan asks first: what becomes of what, how much, how long, who waits, and until when it can be taken back. */
final class EstimateText {

    private static final String INDENT = "  ";
    private static final String IRREVERSIBLE = "cannot be taken back";
    private static final int MOST_NAMES = 3;
    private static final int WIDEST_STEP = 16;

    private final int width;

    EstimateText(int width) {
        this.width = width;
    }

    List<String> lines(RunReport report) {
        List<String> lines = new ArrayList<>();
        int label = "way back".length();
        for (StepReport step : report.steps()) {
            label = Math.max(label, Math.min(WIDEST_STEP, TextWidth.of(step.id())));
        }
        for (StepReport step : report.steps()) {
            List<String> becomes = step.estimate().map(Estimate::becomes).orElse(List.of());
            line(step.id(), becomes.isEmpty() ? idle(step) : becomes, label, true, lines);
        }
        if (lines.isEmpty()) {
            return lines;
        }
        lines.add("");
        List<Estimate> estimates = report.steps().stream()
                .flatMap(step -> step.estimate().stream())
                .toList();
        line("moves", List.of(moves(estimates, report.command())), label, false, lines);
        if (report.command().equals("preview")) {
            line("disk", List.of(disk(estimates)), label, false, lines);
        }
        line("takes", List.of(takes(estimates)), label, false, lines);
        List<ActionReport> actions = actions(report);
        line("locks", locks(actions), label, false, lines);
        line("way back", wayBack(report, actions), label, false, lines);
        line("against", List.of(against(report)), label, false, lines);
        return lines;
    }

    private static List<String> idle(StepReport step) {
        return List.of(
                step.actions().isEmpty()
                        ? "nothing to do"
                        : Quantities.count(step.actions().size(), "action"));
    }

    private void line(String label, List<String> texts, int pad, boolean bold, List<String> lines) {
        String shown = label;
        if (TextWidth.of(label) > pad) {
            lines.add(INDENT + (bold ? Ink.BOLD : Ink.DIM).on(label));
            shown = "";
        }
        for (String text : texts) {
            for (String part : Paragraph.lines(text, width - INDENT.length() * 2 - pad)) {
                lines.add(INDENT
                        + (bold ? Ink.BOLD : Ink.DIM).on(shown)
                        + " ".repeat(pad - TextWidth.of(shown))
                        + INDENT
                        + part);
                shown = "";
            }
        }
    }

    private static String moves(List<Estimate> estimates, String command) {
        long bytes = estimates.stream().mapToLong(Estimate::bytes).sum();
        Optional<Long> rows = sum(estimates, Estimate::rows);
        if (bytes == 0 && rows.equals(Optional.of(0L))) {
            return "no rows";
        }
        if (command.endsWith("--rollback")) {
            return rows.map(keys -> "what at least " + Quantities.count(keys, "waiting key") + " stand for")
                    .orElse("what the waiting keys stand for");
        }
        return rows.map(count -> "about " + Quantities.count(count, "row"))
                        .orElse("rows that nobody has counted yet (ANALYZE does)")
                + ", " + Quantities.size(bytes) + " with indexes";
    }

    private static Optional<Long> sum(List<Estimate> estimates, Function<Estimate, OptionalLong> part) {
        long sum = 0;
        for (Estimate estimate : estimates) {
            OptionalLong value = part.apply(estimate);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            sum += value.getAsLong();
        }
        return Optional.of(sum);
    }

    private static String disk(List<Estimate> estimates) {
        long known = estimates.stream()
                .mapToLong(estimate -> estimate.diskBytes().orElse(0))
                .sum();
        boolean more =
                estimates.stream().anyMatch(estimate -> estimate.diskBytes().isEmpty());
        String least =
                known == 0 ? "" : "about " + Quantities.size(known) + " more until it is finalized or rolled back";
        if (!more) {
            return least.isEmpty() ? "no more than now" : least + ", and write-ahead log of as much";
        }
        return least.isEmpty() ? "what its statements store" : least + ", and what the other steps store";
    }

    private static String takes(List<Estimate> estimates) {
        Duration least = estimates.stream().map(Estimate::least).reduce(Duration.ZERO, Duration::plus);
        Duration most = estimates.stream().map(Estimate::most).reduce(Duration.ZERO, Duration::plus);
        return "about " + estimated(least) + " to " + estimated(most) + ", waiting for others apart";
    }

    /** An estimate has no fractions of a second. */
    private static String estimated(Duration time) {
        long seconds = Math.max(1, Math.round(time.toMillis() / 1000.0));
        return seconds < 60 ? seconds + " s" : Quantities.time(Duration.ofSeconds(seconds));
    }

    private static List<String> locks(List<ActionReport> actions) {
        Optional<LockMode> strongest = actions.stream()
                .flatMap(action -> action.locks().stream())
                .filter(Lock::queueForming)
                .map(Lock::mode)
                .max(LockMode::compareTo);
        if (strongest.isEmpty()) {
            return List.of("none that keeps others waiting");
        }
        Set<String> relations = new LinkedHashSet<>();
        List<String> blocks = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>();
        for (ActionReport action : actions) {
            for (Lock lock : action.locks()) {
                if (lock.queueForming() && lock.mode() == strongest.get()) {
                    relations.add(lock.relation().map(Object::toString).orElse("anything it touches"));
                    blocks.add(action.blocks());
                    keys.add(action.key());
                }
            }
        }
        long waiting = actions.stream()
                .filter(action -> action.locks().stream().anyMatch(Lock::queueForming))
                .count();
        return List.of(
                Ink.YELLOW.on(strongest.get().toString()) + " on " + named(relations) + " (" + named(keys) + ")",
                "blocks " + blocks.get(0)
                        + (waiting == keys.size()
                                ? ""
                                : "; " + Quantities.count(waiting, "action") + " in all keep others waiting"));
    }

    private static String named(Set<String> names) {
        List<String> first = names.stream().limit(MOST_NAMES).toList();
        String shown = String.join(", ", first);
        return names.size() <= MOST_NAMES ? shown : shown + " and " + (names.size() - MOST_NAMES) + " more";
    }

    private static List<String> wayBack(RunReport report, List<ActionReport> actions) {
        if (report.command().endsWith("--finalize")) {
            return List.of("none any more: this ends it");
        }
        if (report.command().endsWith("--rollback")) {
            return List.of("this is it; the plan can be applied again afterwards");
        }
        List<String> lost = actions.stream()
                .filter(action -> action.undo().startsWith(IRREVERSIBLE))
                .map(action -> "not from " + action.key() + ": " + action.undo())
                .toList();
        return lost.isEmpty() ? List.of("all of it until `underpin finalize`, with what was written meanwhile") : lost;
    }

    private static String against(RunReport report) {
        long errors = report.findings().stream().filter(Problem::error).count();
        long warnings = report.findings().stream()
                .filter(problem -> problem.finding().severity() == Severity.WARNING)
                .count();
        String refused = errors == 0 && report.outcome() == Outcome.DONE
                ? "nothing refused"
                : Ink.RED.on(Quantities.count(errors, "refusal") + ", below: it would not be begun");
        return refused + (warnings == 0 ? "" : "; " + Quantities.count(warnings, "warning") + ", below");
    }

    private static List<ActionReport> actions(RunReport report) {
        List<ActionReport> all = new ArrayList<>();
        report.steps().forEach(step -> step.actions().forEach(action -> collect(action, all)));
        return all;
    }

    private static void collect(ActionReport action, List<ActionReport> all) {
        all.add(action);
        action.inner().forEach(inner -> collect(inner, all));
    }
}
