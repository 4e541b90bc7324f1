package dev.underpin.cli.progress;

import dev.underpin.cli.render.ProblemText;
import dev.underpin.cli.render.Quantities;
import dev.underpin.cli.terminal.Ink;
import dev.underpin.cli.terminal.Screen;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run as it goes: a line for whatever has ended, and for what goes on, lines at the bottom that are redrawn in place;
 * where that is not possible, a line every 30 seconds.
 */
public final class ProgressDisplay implements EventSink {

    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration SILENCE = Duration.ofSeconds(1);
    static final Duration SHORT = Duration.ofMillis(400);
    static final Duration PLAIN_INTERVAL = Duration.ofSeconds(30);
    private static final int MOST_LIVE_LINES = 12;

    private record Key(String step, String action) {}

    private final Screen screen;
    private final boolean verbose;
    private final boolean live;
    private final boolean unicode;
    private final Map<Key, ActionProgress> running = new LinkedHashMap<>();
    private @Nullable String gate;
    private Instant drawn = Instant.EPOCH;
    private Instant heard = Instant.MAX;

    /** @param verbose whether parts of actions and the checks among them are told one by one */
    public ProgressDisplay(Screen screen, boolean verbose) {
        this.screen = screen;
        this.verbose = verbose;
        this.live = screen.manners().live();
        this.unicode = screen.manners().unicode();
    }

    @Override
    public void on(Instant at, RunEvent event) {
        heard = at;
        if (event instanceof RunEvent.RunStarted e) {
            say(Ink.DIM.on(e.command() + " " + e.plan() + ", run " + e.run()));
        } else if (event instanceof RunEvent.StepStarted e) {
            gate = null;
            say(Ink.BOLD.on(e.step())
                    + Ink.DIM.on("  " + e.uses() + (e.phase().equals("apply") ? "" : ", " + e.phase())));
        } else if (event instanceof RunEvent.ActionStarted e) {
            running.put(new Key(e.step(), e.key()), new ActionProgress(e.title(), e.mode(), at, innermost(e.step())));
        } else if (event instanceof RunEvent.Progress e) {
            action(e.step(), e.key(), e.title(), at).progress(e);
        } else if (event instanceof RunEvent.Waiting e) {
            waiting(at, e);
        } else if (event instanceof RunEvent.ActionEnded e) {
            ended(at, e);
        } else {
            remark(event);
        }
    }

    private void remark(RunEvent event) {
        if (event instanceof RunEvent.GateClosed e) {
            goesOn("waiting for underpin cutover, " + Quantities.count(e.pending(), "key") + " to catch up with");
        } else if (event instanceof RunEvent.Draining e && e.untilStopped()) {
            goesOn("draining until you stop it (Ctrl-C), " + Quantities.count(e.pending(), "key")
                    + " to catch up with");
        } else if (event instanceof RunEvent.Checked e) {
            if (e.passed() && !verbose && hasRunning(e.step())) {
                return;
            }
            say("  " + mark(e.passed()) + " " + e.title());
            if (verbose) {
                // What went wrong follows as a problem, details included.
                e.details().forEach(detail -> say("      " + detail));
            }
        } else if (event instanceof RunEvent.Measured e) {
            say("  " + mark(true) + " measured " + e.id() + (e.before() ? " before" : " after")
                    + Ink.DIM.on(String.format(Locale.ROOT, "  p50 %.2f ms, p95 %.2f ms", e.p50Ms(), e.p95Ms())));
        } else if (event instanceof RunEvent.Noticed e) {
            ProblemText.lines(e.problem()).forEach(this::say);
        }
    }

    private void goesOn(String text) {
        if (gate == null && !live) {
            say("  " + Ink.YELLOW.on(text));
        }
        gate = text;
    }

    private boolean hasRunning(String step) {
        return running.keySet().stream().anyMatch(key -> key.step().equals(step));
    }

    private void waiting(Instant at, RunEvent.Waiting event) {
        ActionProgress action = action(event.step(), event.key(), event.key(), at);
        boolean first = !action.isWaiting();
        action.waiting(event);
        if (first && !live) {
            action.plain(at).forEach(this::say);
            action.told(at);
        }
    }

    private ActionProgress action(String step, String key, String title, Instant at) {
        return running.computeIfAbsent(new Key(step, key), unknown -> new ActionProgress(title, "", at, null));
    }

    /** The container that was begun last and goes on. */
    private @Nullable ActionProgress innermost(String step) {
        ActionProgress found = null;
        for (Map.Entry<Key, ActionProgress> entry : running.entrySet()) {
            if (entry.getKey().step().equals(step) && entry.getValue().isContainer()) {
                found = entry.getValue();
            }
        }
        return found;
    }

    private void ended(Instant at, RunEvent.ActionEnded event) {
        ActionProgress was = running.remove(new Key(event.step(), event.key()));
        gate = null;
        boolean good = event.state() != RunState.FAILED && event.state() != RunState.STOPPED;
        if (good && !verbose && was != null && was.endsSilently(event.took())) {
            return;
        }
        if (live) {
            draw(at);
        }
        if (event.state() == RunState.SKIPPED) {
            say("  " + Ink.DIM.on(unicode ? "–" : "-") + " " + event.title() + Ink.DIM.on("  already there"));
            return;
        }
        List<String> figures = new ArrayList<>();
        if (event.rows() > 0) {
            figures.add(Quantities.count(event.rows(), "row"));
        }
        if (was != null && was.parts() > 1) {
            figures.add(Quantities.count(was.parts(), "part"));
        }
        figures.add(Quantities.time(event.took()));
        if (was != null && was.attempts() > 1) {
            figures.add(Quantities.count(was.attempts(), "attempt"));
        }
        String mark = event.state() == RunState.STOPPED ? Ink.YELLOW.on(unicode ? "–" : "stopped") : mark(good);
        say("  " + mark + " " + event.title() + Ink.DIM.on("  " + String.join(", ", figures)));
    }

    private String mark(boolean good) {
        return good ? Ink.GREEN.on(unicode ? "✓" : "ok") : Ink.RED.on(unicode ? "✗" : "failed");
    }

    @Override
    public void tick(Instant now) {
        if (live) {
            redraw(now);
        } else {
            repeat(now);
        }
    }

    private void redraw(Instant now) {
        if (!now.isBefore(drawn.plus(REDRAW))) {
            draw(now);
        }
    }

    private void draw(Instant now) {
        drawn = now;
        List<String> lines = new ArrayList<>();
        running.values().stream()
                .filter(action ->
                        action.isWaiting() || !now.isBefore(action.began().plus(SHORT)))
                .forEach(action -> lines.addAll(action.lines(now, screen.width(), unicode)));
        String closed = gate;
        if (closed != null) {
            lines.add("  " + Ink.YELLOW.on(closed));
        }
        Duration silent = Duration.between(heard, now);
        if (running.isEmpty() && closed == null && silent.compareTo(SILENCE) >= 0) {
            lines.add("  " + Ink.DIM.on("at work, " + Quantities.time(silent)));
        }
        screen.live(lines.size() <= MOST_LIVE_LINES ? lines : lines.subList(0, MOST_LIVE_LINES));
    }

    private void repeat(Instant now) {
        running.values().stream()
                .filter(action -> action.silentFor(PLAIN_INTERVAL, now))
                .forEach(action -> {
                    action.plain(now).forEach(this::say);
                    action.told(now);
                });
    }

    @Override
    public void end() {
        screen.live(List.of());
    }

    private void say(String line) {
        screen.err(line);
    }
}
