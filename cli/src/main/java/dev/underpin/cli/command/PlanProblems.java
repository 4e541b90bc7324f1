package dev.underpin.cli.command;

import dev.underpin.plan.InvalidPlan;
import dev.underpin.plugin.InvalidPlugins;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the plan's reader and the plug-ins' registry find wrong, in the words of reports. */
public final class PlanProblems {

    private PlanProblems() {}

    public static List<Problem> of(InvalidPlan invalid) {
        return invalid.problems().stream().map(PlanProblems::of).toList();
    }

    public static List<Problem> of(InvalidPlugins invalid) {
        return invalid.clashes().stream()
                .map(clash -> Problem.of(Finding.error(clash.code().code(), clash.message(), sentence(clash.remedy()))))
                .toList();
    }

    private static Problem of(dev.underpin.plan.PlanProblem problem) {
        String remedy = problem.suggestion()
                .map(name -> "Did you mean \"" + name + "\"?")
                .orElse(sentence(problem.remedy()));
        return Problem.of(Finding.error(problem.code().code(), problem.message(), remedy))
                .at(Optional.of(new Problem.Place(
                        problem.file(), problem.at().line(), problem.at().column())));
    }

    private static String sentence(String text) {
        if (text.isEmpty()) {
            return text;
        }
        String begun = text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return begun.matches("(?s).*[.?!]") ? begun : begun + ".";
    }
}
