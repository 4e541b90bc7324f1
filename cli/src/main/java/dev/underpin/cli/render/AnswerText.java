package dev.underpin.cli.render;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.answer.Answer.Failed;
import dev.underpin.cli.answer.Answer.Maintained;
import dev.underpin.cli.answer.Answer.Ran;
import dev.underpin.cli.answer.Answer.Recited;
import dev.underpin.cli.answer.Answer.Stood;
import dev.underpin.cli.answer.Answer.Told;
import dev.underpin.cli.answer.Answer.Validated;
import dev.underpin.cli.answer.Answer.Validated.ReadFile;
import dev.underpin.cli.terminal.Ink;
import dev.underpin.report.MaintenanceReport;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts an answer into words. */
public final class AnswerText {

    private final int width;
    private final boolean verbose;

    /** @param width that lines should keep to where they can be shortened */
    public AnswerText(int width, boolean verbose) {
        this.width = width;
        this.verbose = verbose;
    }

    public Spoken say(Answer answer) {
        if (answer instanceof Ran ran) {
            return run(ran.report(), ran.took());
        } else if (answer instanceof Maintained maintained) {
            return maintained(maintained.report());
        } else if (answer instanceof Stood stood) {
            return new Spoken(StatusText.lines(stood.report()), List.of());
        } else if (answer instanceof Validated validated) {
            return new Spoken(validated(validated.files()), List.of());
        } else if (answer instanceof Told told) {
            return new Spoken(told.text(), List.of());
        } else if (answer instanceof Recited recited) {
            return new Spoken(recited.text(), List.of());
        }
        Failed failed = (Failed) answer;
        return new Spoken(
                List.of(), ProblemText.lines(failed.problems(), States.leftBehind(failed.outcome()), failed.next()));
    }

    /** A report on its own, without what follows from it. */
    public List<String> report(Ran ran) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(new RunText(verbose, ran.took()).lines(ran.report()));
        return lines;
    }

    /** What a plan would do, without what follows from it. */
    public List<String> preview(RunReport report) {
        List<String> lines = new ArrayList<>(new PreviewText(width, verbose).lines(report));
        List<Problem> remarks = RunText.remarks(report);
        if (!remarks.isEmpty()) {
            lines.add("");
        }
        remarks.forEach(problem -> lines.addAll(ProblemText.lines(problem)));
        return lines;
    }

    private Spoken run(RunReport report, Duration took) {
        List<String> out = new ArrayList<>();
        if (report.command().startsWith("preview")) {
            out.addAll(preview(report));
            out.addAll(RunText.next(report));
            return new Spoken(out, RunText.trouble(report));
        }
        out.add("");
        out.addAll(new RunText(verbose, took).lines(report));
        out.addAll(RunText.next(report));
        return new Spoken(out, RunText.trouble(report));
    }

    /** Plan by plan. */
    private Spoken maintained(MaintenanceReport upkeep) {
        List<String> out = new ArrayList<>();
        List<String> err = new ArrayList<>();
        for (RunReport report : upkeep.runs()) {
            out.add("");
            out.addAll(new RunText(verbose, Duration.ZERO).lines(report));
            err.addAll(RunText.trouble(report));
        }
        if (upkeep.runs().isEmpty()) {
            out.add("");
            out.add("no plan here has recurring work");
        }
        return new Spoken(out, err);
    }

    private static List<String> validated(List<ReadFile> files) {
        List<String> lines = new ArrayList<>();
        for (ReadFile file : files) {
            file.problems().forEach(problem -> {
                lines.addAll(ProblemText.lines(problem));
                lines.add("");
            });
            lines.add(file.file() + ": "
                    + (file.valid()
                            ? Ink.GREEN.on("valid")
                                    + file.plan().map(plan -> ", plan " + plan).orElse("") + ", "
                                    + Quantities.count(file.steps(), "step")
                            : Ink.RED.on("not valid") + ", "
                                    + Quantities.count(file.problems().size(), "problem")));
        }
        return lines;
    }
}
