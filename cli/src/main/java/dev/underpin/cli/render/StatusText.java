package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.cli.terminal.Table;
import dev.underpin.report.RunReport;
import dev.underpin.report.RunState;
import dev.underpin.report.StatusReport;
import dev.underpin.report.StepReport;
import dev.underpin.report.WayBack;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What the journal says of the runs, as tables. */
final class StatusText {

    private StatusText() {}

    static List<String> lines(StatusReport status) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        if (status.runs().isEmpty()) {
            lines.add("no plan has been applied here");
            return lines;
        }
        lines.addAll(runs(status));
        if (!status.holders().isEmpty()) {
            lines.add("");
            lines.addAll(holders(status));
            status.holders().forEach(holder -> {
                List<String> doing = ActivityText.lines(holder);
                if (!doing.isEmpty()) {
                    lines.add("");
                    lines.add(Ink.BOLD.on(holder.plan()) + " at work:");
                    lines.addAll(doing);
                }
            });
        }
        if (!status.backlogs().isEmpty()) {
            lines.add("");
            lines.addAll(backlogs(status));
        }
        gates(status, lines);
        waysBack(status, lines);
        status.runs().stream().flatMap(run -> run.findings().stream()).forEach(problem -> {
            lines.add("");
            lines.addAll(ProblemText.lines(problem));
        });
        next(status, lines);
        return lines;
    }

    private static List<String> runs(StatusReport status) {
        Table table = new Table("PLAN", "STEP", "USES", "STATE", ">TIME", "RUN");
        for (RunReport run : status.runs()) {
            table.row(
                    Ink.BOLD.on(run.plan()),
                    "",
                    "",
                    run.state().map(States::inked).orElse(""),
                    time(run.steps().stream().mapToLong(StepReport::durationMs).sum()),
                    run.runId().map(Ink.DIM::on).orElse(""));
            for (StepReport step : run.steps()) {
                table.row("", step.id(), step.uses(), States.inked(step.state()), time(step.durationMs()), "");
            }
        }
        return table.lines();
    }

    private static String time(long ms) {
        return ms == 0 ? "" : Quantities.time(ms);
    }

    private static List<String> holders(StatusReport status) {
        Table table = new Table("AT WORK", "COMMAND", "HOST", ">SERVER PROCESS", "SINCE");
        status.holders()
                .forEach(holder -> table.row(
                        Ink.BOLD.on(holder.plan()),
                        holder.command(),
                        holder.host(),
                        String.valueOf(holder.backendPid()),
                        holder.since()));
        return table.lines();
    }

    private static List<String> backlogs(StatusReport status) {
        Table table = new Table("LOG", "PLAN", "STEP", ">KEYS AT LEAST", ">ROLLBACK ABOUT");
        status.backlogs()
                .forEach(backlog -> table.row(
                        backlog.log(),
                        backlog.plan(),
                        backlog.step(),
                        Quantities.count(backlog.keys()),
                        Quantities.time(backlog.wayBack().toMillis())));
        return table.lines();
    }

    private static void gates(StatusReport status, List<String> lines) {
        for (StatusReport.ClosedGate gate : status.gates()) {
            lines.add("");
            lines.add(Ink.BOLD.on(gate.plan()) + ": " + gate.step() + " goes no further than its " + gate.gate()
                    + " until `underpin " + gate.gate() + " " + gate.plan() + "`");
            gate.repeated()
                    .ifPresent(last -> lines.add("  " + last.title() + ": last at "
                            + last.endedAt().truncatedTo(ChronoUnit.SECONDS) + ", "
                            + (last.held() ? "nothing to correct" : "what it found is being corrected")
                            + "; every " + Quantities.time(last.every().toMillis())));
        }
    }

    private static void waysBack(StatusReport status, List<String> lines) {
        for (WayBack way : status.waysBack()) {
            if (!way.open()) {
                lines.add("");
                lines.add(Ink.BOLD.on(way.plan()) + ": a rollback would be refused now");
                way.hindrances().forEach(problem -> lines.addAll(ProblemText.lines(problem)));
            } else if (!way.waitsFor().isEmpty()) {
                lines.add("");
                lines.add(Ink.BOLD.on(way.plan()) + ": a rollback would wait for");
                way.waitsFor().forEach(holder -> lines.add("  " + holder));
            }
        }
    }

    /** Only for runs that need somebody. */
    private static void next(StatusReport status, List<String> lines) {
        List<String> commands = status.runs().stream()
                .filter(run -> run.state()
                        .filter(state -> state == RunState.STOPPED
                                || state == RunState.FAILED
                                || state == RunState.WAITING
                                || state == RunState.ROLLING_BACK)
                        .isPresent())
                .flatMap(run -> run.nextCommands().stream())
                .distinct()
                .toList();
        if (!commands.isEmpty()) {
            lines.add("");
            lines.addAll(ProblemText.lines(List.of(), "", commands));
        }
    }
}
