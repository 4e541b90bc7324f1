package dev.underpin.cli.progress;

import dev.underpin.cli.render.ActivityText;
import dev.underpin.cli.render.Quantities;
import dev.underpin.cli.terminal.Ink;
import dev.underpin.cli.terminal.TextWidth;
import dev.underpin.report.Activity.Figures;
import dev.underpin.report.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An action that has begun and not ended. */
final class ActionProgress {

    private static final int MOST_BLOCKERS = 4;
    private static final Duration WORTH_A_LINE = Duration.ofMillis(100);
    private static final int MARGINS = 5;
    private static final int BAR_ENDS = 4;
    private static final int SHORTEST_TITLE = 12;

    private final String title;
    private final String mode;
    private final Instant began;
    private final @Nullable ActionProgress container;
    private int parts;
    private RunEvent.@Nullable Progress progress;
    private RunEvent.@Nullable Waiting waiting;
    private int attempts;
    private Instant lastTold;

    /** @param container the action that this one is a part of */
    ActionProgress(String title, String mode, Instant began, @Nullable ActionProgress container) {
        this.title = title;
        this.mode = mode;
        this.began = began;
        this.container = container;
        this.lastTold = began;
    }

    void progress(RunEvent.Progress event) {
        progress = event;
        waiting = null;
    }

    void waiting(RunEvent.Waiting event) {
        waiting = event;
        attempts = Math.max(attempts, event.attempt());
    }

    boolean isContainer() {
        return mode.equals("PARALLEL") || mode.equals("CONVERGE");
    }

    /** Whether its end deserves a line of its own; if not, it is counted with the action that it is a part of. */
    boolean endsSilently(Duration took) {
        ActionProgress whole = container;
        if (whole == null || whole.mode.equals("CONVERGE") && took.compareTo(WORTH_A_LINE) >= 0) {
            return false;
        }
        whole.parts++;
        return true;
    }

    /** How many of its parts have ended without a line of their own. */
    int parts() {
        return parts;
    }

    boolean isWaiting() {
        return waiting != null;
    }

    int attempts() {
        return attempts;
    }

    Instant began() {
        return began;
    }

    /** Whether nothing has been told of it for that long. */
    boolean silentFor(Duration time, Instant now) {
        return !now.isBefore(lastTold.plus(time));
    }

    void told(Instant now) {
        lastTold = now;
    }

    /** For a screen: a line, and one for each of those in the way. */
    List<String> lines(Instant now, int width, boolean unicode) {
        List<String> lines = new ArrayList<>();
        RunEvent.Progress seen = progress;
        String figures = figures(now);
        // Between the title and the figures, the bar and the title give way first.
        int room = width - MARGINS - TextWidth.of(figures);
        if (seen == null || seen.total() <= 0) {
            lines.add("  " + TextWidth.fit(title, Math.max(SHORTEST_TITLE, room)) + "  " + figures);
        } else {
            int cells = Math.max(Bar.NARROWEST, Math.min(Bar.WIDEST, room - TextWidth.of(title) - BAR_ENDS));
            String name = TextWidth.fit(title, Math.max(SHORTEST_TITLE, room - cells - BAR_ENDS));
            lines.add(
                    "  " + name + "  " + Bar.of(ActivityText.share(Figures.of(seen)), cells, unicode) + "  " + figures);
        }
        lines.addAll(blockers());
        return lines;
    }

    /** For a log. */
    List<String> plain(Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add("  " + title + ": " + figures(now));
        lines.addAll(blockers());
        return lines;
    }

    private String figures(Instant now) {
        List<String> figures = new ArrayList<>();
        RunEvent.Progress seen = progress;
        if (seen != null) {
            figures.addAll(ActivityText.figures(Figures.of(seen)));
        }
        if (parts > 0) {
            figures.add(parts + " done");
        }
        RunEvent.Waiting held = waiting;
        if (held != null) {
            figures.add(Ink.YELLOW.on(
                    "waiting: " + held.reason() + (held.attempt() > 1 ? " (try " + held.attempt() + ")" : "")));
        }
        if (seen == null || held != null) {
            figures.add(Quantities.time(Duration.between(began, now)));
        }
        return String.join(", ", figures);
    }

    private List<String> blockers() {
        RunEvent.Waiting held = waiting;
        if (held == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        held.blockers().stream()
                .limit(MOST_BLOCKERS)
                .forEach(blocker -> lines.add("    " + Ink.DIM.on("blocked by ") + blocker));
        int more = held.blockers().size() - MOST_BLOCKERS;
        if (more > 0) {
            lines.add("    " + Ink.DIM.on("and " + more + " more"));
        }
        return lines;
    }
}
