package dev.underpin.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.cli.Terminal;
import dev.underpin.cli.terminal.Manners;
import dev.underpin.cli.terminal.Screen;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.report.TimeLeft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {

    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    private final Terminal terminal = Terminal.none();
    private final ProgressDisplay log = new ProgressDisplay(screen(terminal), false);
    private final Terminal watched = Terminal.typing("");
    private final ProgressDisplay live = new ProgressDisplay(screen(watched), false);

    private static Screen screen(Terminal terminal) {
        return new Screen(
                terminal.streams(), Manners.of(terminal.streams(), Map.of("LANG", "C.UTF-8", "TERM", "xterm"), true));
    }

    private static Instant after(long ms) {
        return START.plusMillis(ms);
    }

    private static RunEvent started() {
        return new RunEvent.ActionStarted("partition", "copy", "Copy the rows", "BATCHES");
    }

    private static RunEvent progress(long done, long rows) {
        return new RunEvent.Progress(
                "partition",
                "copy",
                "Copy the rows",
                done,
                1000,
                "pages",
                rows,
                24_100,
                Optional.of(new TimeLeft(Duration.ofSeconds(5), Duration.ofSeconds(8))),
                0);
    }

    private static RunEvent waiting(int attempt, String... blockers) {
        return new RunEvent.Waiting(
                "partition",
                "copy",
                "for a lock on public.messages",
                attempt,
                Duration.ofSeconds(1),
                List.of(blockers));
    }

    @Test
    void whatHasEndedLeavesALine() {
        log.on(START, new RunEvent.StepStarted("partition", "partitioning.convert", "apply"));
        log.on(START, started());
        log.on(after(10), progress(500, 150_000));
        log.on(after(20), waiting(2));
        log.on(
                after(12_400),
                new RunEvent.ActionEnded(
                        "partition", "copy", "Copy the rows", RunState.APPLIED, Duration.ofMillis(12_400), 300_000));
        log.on(
                after(12_400),
                new RunEvent.ActionEnded("partition", "index", "Index", RunState.SKIPPED, Duration.ZERO, 0));
        log.on(
                after(12_400),
                new RunEvent.ActionEnded("partition", "fk", "Add the key", RunState.FAILED, Duration.ofMillis(3), 0));
        assertThat(terminal.err()).isEqualTo("""
                partition  partitioning.convert
                  Copy the rows: 50 %, 150,000 rows, 24,100/s, 5.0 s to 8.0 s left, waiting: for a lock on public.messages (try 2), 20 ms
                  ✓ Copy the rows  300,000 rows, 12.4 s, 2 attempts
                  – Index  already there
                  ✗ Add the key  3 ms
                """);
    }

    @Test
    void aLogHasALineEveryThirtySecondsForWhatGoesOn() {
        log.on(START, started());
        for (long second = 0; second < 100; second++) {
            log.on(after(second * 1000), progress(second, second * 3));
            log.tick(after(second * 1000));
        }
        assertThat(terminal.err()).isEqualTo("""
                  Copy the rows: 3 %, 90 rows, 24,100/s, 5.0 s to 8.0 s left
                  Copy the rows: 6 %, 180 rows, 24,100/s, 5.0 s to 8.0 s left
                  Copy the rows: 9 %, 270 rows, 24,100/s, 5.0 s to 8.0 s left
                """);
    }

    @Test
    void aLogNamesBlockersOnceWhenTheWaitBegins() {
        log.on(START, started());
        log.on(after(1000), waiting(1, "pid 4711 app=etl"));
        log.on(after(2000), waiting(2, "pid 4711 app=etl"));
        assertThat(terminal.err()).isEqualTo("""
                  Copy the rows: waiting: for a lock on public.messages, 1.0 s
                    blocked by pid 4711 app=etl
                """);
    }

    @Test
    void aScreenShowsABarThatIsRedrawnAtMostTenTimesASecond() {
        live.on(START, started());
        for (int ms = 500; ms < 1500; ms += 10) {
            live.on(after(ms), progress(ms / 10, ms));
            live.tick(after(ms));
        }
        assertThat(watched.err().split("\u001b\\[J", -1)).hasSizeBetween(9, 11);
        assertThat(watched.err())
                .contains("Copy the rows  │█")
                .contains(" 5 %, 500 rows, 24,100/s, 5.0 s to 8.0 s left");
    }

    @Test
    void aScreenShowsWhoBlocksAndForgetsItWhenTheActionEnds() {
        live.on(START, started());
        live.on(after(100), waiting(3, "pid 1", "pid 2", "pid 3", "pid 4", "pid 5"));
        live.tick(after(2000));
        assertThat(watched.err())
                .contains("waiting: for a lock on public.messages (try 3), 2.0 s", "blocked by pid 4", "and 1 more")
                .doesNotContain("pid 5");
        live.on(
                after(2100),
                new RunEvent.ActionEnded("partition", "copy", "Copy", RunState.APPLIED, Duration.ofMillis(1), 0));
        live.tick(after(2200));
        assertThat(watched.err()).endsWith("\u001b[6A\u001b[J  ✓ Copy  1 ms, 3 attempts\n");
    }

    @Test
    void shortActionsNeverAppearInTheRedrawnLines() {
        live.on(START, started());
        live.tick(after(300));
        assertThat(watched.err()).isEmpty();
    }

    @Test
    void aManualCutoverSaysWhatItWaitsFor() {
        log.on(START, new RunEvent.GateClosed("partition", "cutover", 12));
        log.on(START, new RunEvent.GateClosed("partition", "cutover", 3));
        assertThat(terminal.err()).isEqualTo("  waiting for underpin cutover, 12 keys to catch up with\n");
    }

    @Test
    void checksAndMeasurementsAreToldAsTheyCome() {
        log.on(START, new RunEvent.Checked("partition", "no-orphans", "no orphans", true, List.of()));
        log.on(START, new RunEvent.Checked("partition", "keys", "keys are unique", false, List.of("id=7")));
        log.on(START, new RunEvent.Measured("recent", true, 12.3, 20.5));
        assertThat(terminal.err()).isEqualTo("""
                  ✓ no orphans
                  ✗ keys are unique
                  ✓ measured recent before  p50 12.30 ms, p95 20.50 ms
                """);
    }

    private static void part(ProgressDisplay display, String key, long ms, RunState state) {
        display.on(START, new RunEvent.ActionStarted("partition", key, "Part " + key, "TRANSACTION"));
        display.on(START, new RunEvent.ActionEnded("partition", key, "Part " + key, state, Duration.ofMillis(ms), 0));
    }

    private static void end(ProgressDisplay display, String key, String title) {
        display.on(
                START, new RunEvent.ActionEnded("partition", key, title, RunState.APPLIED, Duration.ofSeconds(1), 0));
    }

    @Test
    void partsOfAnActionAreCountedWithItUnlessTheyFailOrAreWorthALine() {
        log.on(START, new RunEvent.ActionStarted("partition", "cutover", "Cut over", "CONVERGE"));
        part(log, "room", 20, RunState.APPLIED);
        part(log, "swap", 120, RunState.APPLIED);
        log.on(START, new RunEvent.ActionStarted("partition", "keys", "Prove the keys", "PARALLEL"));
        part(log, "k1", 500, RunState.APPLIED);
        part(log, "k2", 500, RunState.SKIPPED);
        part(log, "k3", 500, RunState.FAILED);
        log.on(START, new RunEvent.Checked("partition", "c", "nobody notices this", true, List.of()));
        end(log, "keys", "Prove the keys");
        end(log, "cutover", "Cut over");
        assertThat(terminal.err()).isEqualTo("""
                  ✓ Part swap  120 ms
                  ✗ Part k3  500 ms
                  ✓ Prove the keys  2 parts, 1.0 s
                  ✓ Cut over  1.0 s
                """);
    }

    @Test
    void verboseTellsEveryPartAndEveryCheck() {
        ProgressDisplay verbose = new ProgressDisplay(screen(terminal), true);
        verbose.on(START, new RunEvent.ActionStarted("partition", "keys", "Prove the keys", "PARALLEL"));
        part(verbose, "k1", 1, RunState.APPLIED);
        verbose.on(START, new RunEvent.Checked("partition", "c", "everybody notices this", true, List.of()));
        assertThat(terminal.err()).isEqualTo("  ✓ Part k1  1 ms\n  ✓ everybody notices this\n");
    }

    @Test
    void barsAreAsciiWhereTheTerminalIs() {
        assertThat(Bar.of(0.5, 24, false)).isEqualTo("[############------------]");
        assertThat(Bar.of(2, 24, true)).isEqualTo("│" + "█".repeat(24) + "│");
        assertThat(Bar.of(-1, 24, true)).isEqualTo("│" + " ".repeat(24) + "│");
    }
}
