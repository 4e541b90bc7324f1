package dev.underpin.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.cli.Samples;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EventJsonTest {

    private static final Instant AT = Instant.parse("2026-11-01T10:00:00.123Z");
    private static final Duration TIME = Duration.ofMillis(1500);

    private static final List<RunEvent> ALL = List.of(
            new RunEvent.Connected(Samples.TARGET),
            new RunEvent.RunStarted("r1", "p", "apply"),
            new RunEvent.RunEnded("r1", "p", RunState.APPLIED, Outcome.DONE),
            new RunEvent.StepStarted("s", "sql.run", "apply"),
            new RunEvent.StepEnded("s", RunState.APPLIED, TIME),
            new RunEvent.ActionStarted("s", "k", "Title", "TRANSACTION"),
            new RunEvent.ActionEnded("s", "k", "Title", RunState.APPLIED, TIME, 7),
            new RunEvent.Progress("s", "k", "Title", 1, -1, "pages", 3, 2.5, Optional.empty(), 0.25),
            new RunEvent.Waiting("s", "k", "for a lock", 2, TIME, List.of("pid 7 \"x\"\n")),
            new RunEvent.GateClosed("s", "cutover", 9),
            new RunEvent.Draining("s", true, 9),
            new RunEvent.Checked("s", "c", "Title", false, List.of("id=1")),
            new RunEvent.Measured("m", true, 1.5, 2.5),
            new RunEvent.Noticed(Problem.of("s", Finding.warning("E1", "message", "remedy"))));

    private static final String GOLDEN = """
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"connected","target":{"host":"db1","port":5432,"database":"chat","user":"app","serverVersion":"17.6","dialect":"postgresql","standby":false}}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"run-started","plan":"p","command":"apply"}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"run-ended","plan":"p","state":"APPLIED","outcome":"DONE","exitCode":0}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"step-started","step":"s","uses":"sql.run","phase":"apply"}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"step-ended","step":"s","state":"APPLIED","tookMs":1500}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"action-started","step":"s","key":"k","title":"Title","mode":"TRANSACTION"}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"action-ended","step":"s","key":"k","title":"Title","state":"APPLIED","tookMs":1500,"rows":7}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"progress","step":"s","key":"k","title":"Title","done":1,"total":-1,"unit":"pages","rows":3,"rowsPerSecond":2.5,"leftMs":null,"leftAtMostMs":null,"heldBack":0.25}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"waiting","step":"s","key":"k","reason":"for a lock","attempt":2,"waitedMs":1500,"blockers":["pid 7 \\"x\\"\\n"]}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"gate-closed","step":"s","gate":"cutover","pending":9}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"draining","step":"s","untilStopped":true,"pending":9}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"checked","step":"s","id":"c","title":"Title","passed":false,"details":["id=1"]}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"measured","id":"m","when":"before","p50Ms":1.5,"p95Ms":2.5}
            {"timestamp":"2026-11-01T10:00:00.123Z","runId":"r1","type":"noticed","finding":{"severity":"WARNING","code":"E1","step":"s","file":null,"line":null,"column":null,"message":"message","remedy":"remedy","details":[]}}
            """;

    @Test
    void everyEventIsOneLineWithStableNames() {
        List<String> lines = ALL.stream()
                .map(event -> EventJson.of(AT, Optional.of("r1"), event))
                .toList();
        assertThat(String.join("\n", lines) + "\n").isEqualTo(GOLDEN);
    }

    @Test
    void everyKindOfEventIsInTheListAbove() {
        Set<String> kinds = new TreeSet<>();
        ALL.forEach(event -> kinds.add(event.getClass().getSimpleName()));
        List<String> permitted = new ArrayList<>();
        for (Class<?> kind : RunEvent.class.getPermittedSubclasses()) {
            permitted.add(kind.getSimpleName());
        }
        assertThat(kinds).containsExactlyInAnyOrderElementsOf(permitted);
    }
}
