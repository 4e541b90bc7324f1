package dev.underpin.cli;

import dev.underpin.report.ActionReport;
import dev.underpin.report.Activity;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.report.MeasurementReport.Trial;
import dev.underpin.report.MeasurementReport.Verdict;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.report.ServerTarget;
import dev.underpin.report.StatusReport;
import dev.underpin.report.StepReport;
import dev.underpin.report.TimeLeft;
import dev.underpin.report.WayBack;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reports to render. */
public final class Samples {

    public static final ServerTarget TARGET = new ServerTarget("db1", 5432, "chat", "app", "17.6", "postgresql", false);

    private static final QualifiedName MESSAGES = QualifiedName.of("public", "messages");

    private Samples() {}

    public static ActionReport swap(RunState state) {
        return new ActionReport(
                "swap",
                "Exchange the table and its partitioned copy",
                "TRANSACTION",
                List.of(
                        "LOCK TABLE public.messages IN ACCESS EXCLUSIVE MODE",
                        "ALTER TABLE public.messages\n    RENAME TO messages_retired;"),
                List.of(
                        Lock.on(MESSAGES, LockMode.ACCESS_EXCLUSIVE),
                        Lock.unseen(QualifiedName.of("public", "messages_new"), LockMode.ACCESS_EXCLUSIVE)),
                "readers and writers of public.messages for at most 300 ms",
                "exchange them back",
                Optional.of("300,000 rows"),
                Optional.of("as of now, until stable"),
                state,
                state == RunState.PENDING ? 0 : 42,
                0,
                List.of());
    }

    public static ActionReport converge(RunState state) {
        return new ActionReport(
                "cutover",
                "Cut over",
                "CONVERGE",
                List.of(),
                List.of(),
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                state,
                0,
                0,
                List.of(swap(state)));
    }

    public static RunReport preview() {
        return new RunReport(
                "preview",
                "messages-monthly",
                Optional.empty(),
                Optional.of(RunState.PENDING),
                Outcome.DONE,
                Optional.of(TARGET),
                List.of(new StepReport(
                        "partition",
                        "partitioning.convert",
                        RunState.PENDING,
                        0,
                        false,
                        List.of(converge(RunState.PENDING)))),
                List.of(),
                List.of(),
                List.of("underpin apply"));
    }

    public static RunReport applied() {
        return new RunReport(
                "apply",
                "messages-monthly",
                Optional.of("r1"),
                Optional.of(RunState.APPLIED),
                Outcome.DONE,
                Optional.of(TARGET),
                List.of(new StepReport(
                        "partition",
                        "partitioning.convert",
                        RunState.APPLIED,
                        38_200,
                        false,
                        List.of(converge(RunState.APPLIED)))),
                List.of(measurement()),
                List.of(Problem.of(
                        "partition", Finding.warning("E3104", "the table has no autovacuum settings", "Set some."))),
                List.of("underpin finalize messages-monthly", "underpin rollback messages-monthly"));
    }

    public static MeasurementReport measurement() {
        return new MeasurementReport(
                "recent-messages",
                Optional.of(new Sample(200, 12.3, 20.5, 30, 11, "Bitmap Heap Scan on messages", "[{\"Plan\": {}}]")),
                Optional.of(new Sample(200, 1.2, 2.05, 4, 0.42, "Index Scan using idx on messages_2024_01", "[{}]")),
                List.of(new Verdict("p95Below 20ms", true, "2.05 ms"), new Verdict("improvesBy 95%", false, "90 %")),
                Optional.of(new Rehearsed(
                        QualifiedName.of("public", "messages"),
                        50_000,
                        List.of(
                                new Trial("as it is", sample(5.1)),
                                new Trial("with new indexes only", sample(0.42)),
                                new Trial("partitioned", sample(1.9))),
                        Optional.of("An index would do."))));
    }

    private static Sample sample(double ms) {
        return new Sample(50, ms, ms, ms, ms, "Seq Scan on messages", "[{}]");
    }

    public static StatusReport status() {
        return new StatusReport(
                TARGET,
                List.of(applied()),
                List.of(new StatusReport.Holder(
                        "messages-monthly",
                        "build-7",
                        4711,
                        "apply",
                        "2026-11-01T10:00:00Z",
                        Optional.of("r1"),
                        Optional.of(activity()),
                        Duration.ofSeconds(1))),
                List.of(new StatusReport.Backlog(
                        "messages-monthly", "partition", "underpin.log_1", 1200, Duration.ofMillis(1120))),
                List.of(new WayBack(
                        "messages-monthly", Duration.ofMillis(1120), List.of("pid 4711 app=etl"), List.of())),
                List.of(new StatusReport.ClosedGate(
                        "sessions-monthly",
                        "partition",
                        "cutover",
                        Optional.of(new StatusReport.Repeated(
                                "Compare all rows of sessions with those of sessions_underpin",
                                Instant.parse("2026-11-01T09:30:00Z"),
                                true,
                                Duration.ofHours(1))))));
    }

    private static Activity activity() {
        return new Activity(
                "partition",
                "apply",
                List.of(
                        new Activity.Task(
                                "partition",
                                "Copy public.messages",
                                Optional.of(new Activity.Figures(
                                        430,
                                        1000,
                                        "pages",
                                        129_000,
                                        24_100,
                                        Optional.of(new TimeLeft(Duration.ofSeconds(240), Duration.ofSeconds(390))),
                                        0.12)),
                                Optional.empty()),
                        new Activity.Task(
                                "partition",
                                "Swap",
                                Optional.empty(),
                                Optional.of(new Activity.Hindrance(
                                        "for a lock on public.messages",
                                        3,
                                        Duration.ofSeconds(9),
                                        List.of("pid 4711 etl, idle in transaction 00:42:10"))))),
                Optional.of(1200L),
                Optional.of("cutover"));
    }

    public static RunReport ended(String command, Outcome outcome, RunState state, Problem... findings) {
        return new RunReport(
                command,
                "messages-monthly",
                Optional.of("r1"),
                Optional.of(state),
                outcome,
                Optional.of(TARGET),
                List.of(),
                List.of(),
                List.of(findings),
                List.of());
    }
}
