package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.report.Activity;
import dev.underpin.report.Activity.Figures;
import dev.underpin.report.Activity.Hindrance;
import dev.underpin.report.Activity.Task;
import dev.underpin.report.StatusReport.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a runner does at the moment, as its own terminal would show it. */
public final class ActivityText {

    private static final Duration LATE = Duration.ofSeconds(25);
    private static final double WORTH_TELLING = 0.01;

    private ActivityText() {}

    static List<String> lines(Holder holder) {
        List<String> lines = new ArrayList<>();
        holder.activity().ifPresent(activity -> lines.addAll(lines(activity)));
        if (holder.toldAgo().compareTo(LATE) > 0) {
            lines.add("  " + Ink.YELLOW.on("not heard of for " + Quantities.time(holder.toldAgo())));
        }
        return lines;
    }

    private static List<String> lines(Activity activity) {
        List<String> lines = new ArrayList<>();
        if (!activity.step().isEmpty()) {
            lines.add("  " + Ink.BOLD.on(activity.step())
                    + Ink.DIM.on(activity.phase().isEmpty() ? "" : "  " + activity.phase()));
        }
        activity.tasks().forEach(task -> lines.addAll(lines(task)));
        activity.pending().ifPresent(keys -> lines.add("    " + pending(activity, keys)));
        return lines;
    }

    private static String pending(Activity activity, long keys) {
        String waiting = Quantities.count(keys, "key") + (keys == 1 ? " waits" : " wait") + " to be brought over";
        return activity.gate().isPresent() ? Ink.YELLOW.on("waits for underpin cutover; " + waiting) : waiting;
    }

    private static List<String> lines(Task task) {
        List<String> lines = new ArrayList<>();
        List<String> figures = new ArrayList<>();
        task.figures().ifPresent(seen -> figures.addAll(figures(seen)));
        task.hindrance().ifPresent(held -> figures.add(Ink.YELLOW.on(waiting(held))));
        lines.add("    " + task.title() + (figures.isEmpty() ? "" : ": " + String.join(", ", figures)));
        task.hindrance()
                .ifPresent(held ->
                        held.blockers().forEach(blocker -> lines.add("      " + Ink.DIM.on("blocked by ") + blocker)));
        return lines;
    }

    private static String waiting(Hindrance held) {
        return "waiting: " + held.reason() + (held.attempt() > 1 ? " (try " + held.attempt() + ")" : "");
    }

    /** In the order of their weight: how far, how much, how fast, how long still, and what keeps it slow. */
    public static List<String> figures(Figures seen) {
        List<String> figures = new ArrayList<>();
        figures.add(
                seen.total() > 0
                        ? String.format(Locale.ROOT, "%d %%", (int) Math.floor(100.0 * share(seen)))
                        : Quantities.count(seen.done()) + " " + seen.unit());
        if (seen.rows() > 0) {
            figures.add(Quantities.count(seen.rows(), "row"));
        }
        if (seen.rowsPerSecond() >= 1) {
            figures.add(Quantities.count(Math.round(seen.rowsPerSecond())) + "/s");
        }
        seen.left().ifPresent(left -> figures.add(Quantities.range(left.least(), left.most()) + " left"));
        if (seen.heldBack() >= WORTH_TELLING) {
            figures.add(String.format(Locale.ROOT, "held back %d %% of the time", Math.round(100 * seen.heldBack())));
        }
        return figures;
    }

    /** Between 0 and 1. */
    public static double share(Figures seen) {
        return Math.max(0, Math.min(1, (double) seen.done() / seen.total()));
    }
}
