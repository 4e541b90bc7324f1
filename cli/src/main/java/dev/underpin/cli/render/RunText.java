package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.cli.terminal.Table;
import dev.underpin.report.ActionReport;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.StepReport;
import dev.underpin.spi.finding.Finding.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The report of a command that worked on a plan. */
final class RunText {

    private static final String INDENT = "  ";
    private static final String STATEMENTS_OF_THE_AUTHOR = "sql.run";

    /** What moves rows from one place to another. */
    private static final Set<String> MOVING = Set.of("BATCHES", "EXPORT");

    /** Commands after which the steps' times say how long each was worked on. */
    private static final Set<String> TIMED = Set.of("apply", "resume");

    /** Commands that hold measured queries against what would be less work. */
    private static final Set<String> REHEARSED = Set.of("check", "apply", "resume");

    private final boolean verbose;
    private final Duration took;

    RunText(boolean verbose, Duration took) {
        this.verbose = verbose;
        this.took = took;
    }

    /** Everything but what went wrong. */
    List<String> lines(RunReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(report));
        if (!report.steps().isEmpty() && (verbose || !report.command().equals("verify"))) {
            lines.add("");
            indent(steps(report), lines);
        }
        if (!report.measurements().isEmpty() && TIMED.contains(report.command())) {
            lines.add("");
            indent(MeasurementText.lines(report.measurements()), lines);
        }
        List<String> rehearsed =
                REHEARSED.contains(report.command()) ? RehearsalText.lines(report.measurements()) : List.of();
        if (!rehearsed.isEmpty()) {
            lines.add("");
            indent(rehearsed, lines);
        }
        List<Problem> remarks = remarks(report);
        if (!remarks.isEmpty()) {
            lines.add("");
            remarks.forEach(remark -> lines.addAll(ProblemText.lines(remark)));
        }
        return lines;
    }

    /** How to go on after success. */
    static List<String> next(RunReport report) {
        List<String> lines = new ArrayList<>();
        if (report.outcome() == Outcome.DONE && !report.nextCommands().isEmpty()) {
            lines.add("");
            lines.addAll(ProblemText.lines(List.of(), "", report.nextCommands()));
        }
        return lines;
    }

    /** What went wrong, what that left behind, and how to go on. */
    static List<String> trouble(RunReport report) {
        List<Problem> errors = report.findings().stream()
                .filter(problem -> problem.finding().severity() == Severity.ERROR)
                .toList();
        return report.outcome() == Outcome.DONE && errors.isEmpty()
                ? List.of()
                : ProblemText.lines(errors, States.leftBehind(report.outcome()), report.nextCommands());
    }

    static List<Problem> remarks(RunReport report) {
        return report.findings().stream()
                .filter(problem -> problem.finding().severity() != Severity.ERROR)
                .toList();
    }

    private String headline(RunReport report) {
        StringBuilder line =
                new StringBuilder(Ink.BOLD.on(report.plan())).append(": ").append(result(report));
        if (!took.isZero() && !stoodAlready(report)) {
            line.append(" in ").append(Quantities.time(took));
        }
        report.runId().ifPresent(run -> line.append(Ink.DIM.on(" (run " + run + ")")));
        return line.toString();
    }

    /** The command found that there was nothing for it to do. */
    private static boolean stoodAlready(RunReport report) {
        return report.findings().stream()
                .anyMatch(problem -> problem.finding().code().equals(EngineCodes.ALREADY_APPLIED.id()));
    }

    private static String result(RunReport report) {
        boolean done = report.outcome() == Outcome.DONE;
        return switch (report.command()) {
            case "check" ->
                done ? Ink.GREEN.on("all prechecks passed") + remarked(report) : Ink.RED.on("the prechecks refuse it");
            case "verify" -> done ? Ink.GREEN.on("verified") : Ink.RED.on("verification failed");
            case "preview" -> "preview";
            default ->
                (stoodAlready(report) ? "already " : "")
                        + report.state().map(States::inked).orElse(done ? "done" : "not done");
        };
    }

    private static String remarked(RunReport report) {
        int remarks = remarks(report).size();
        return remarks == 0 ? "" : ", with " + Quantities.count(remarks, "remark");
    }

    private List<String> steps(RunReport report) {
        boolean timed = TIMED.contains(report.command());
        Table table = new Table("STEP", "USES", "STATE", ">ACTIONS", ">ROWS", ">TIME");
        for (StepReport step : report.steps()) {
            boolean own = step.uses().equals(STATEMENTS_OF_THE_AUTHOR);
            long rows = step.actions().stream()
                    .mapToLong(action -> rows(action, own))
                    .sum();
            table.row(
                    Ink.BOLD.on(step.id()),
                    step.uses(),
                    States.inked(step.state()),
                    step.actions().isEmpty()
                            ? ""
                            : Quantities.count(step.actions().size()),
                    rows == 0 ? "" : Quantities.count(rows),
                    !timed || step.durationMs() == 0 ? "" : Quantities.time(step.durationMs()));
            if (verbose) {
                step.actions().forEach(action -> actions(action, INDENT, table));
            }
        }
        return table.lines();
    }

    private static void actions(ActionReport action, String indent, Table table) {
        table.row(
                indent + action.key(),
                action.title(),
                States.inked(action.state()),
                "",
                action.rows() == 0 ? "" : Quantities.count(action.rows()),
                Quantities.time(action.durationMs()));
        action.inner().forEach(inner -> actions(inner, indent + INDENT, table));
    }

    /** Of tables of the application: where the tool writes the statements, those of its transactions are its own rows. */
    private static long rows(ActionReport action, boolean ofTheAuthor) {
        if (!action.inner().isEmpty()) {
            return action.inner().stream()
                    .mapToLong(inner -> rows(inner, ofTheAuthor))
                    .sum();
        }
        return ofTheAuthor || MOVING.contains(action.mode()) ? action.rows() : 0;
    }

    private static void indent(List<String> block, List<String> lines) {
        block.forEach(line -> lines.add(line.isEmpty() ? line : INDENT + line));
    }
}
