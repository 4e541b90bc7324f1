package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.report.Problem;
import dev.underpin.report.Problem.Place;
import dev.underpin.spi.finding.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A problem as compilers show it: what, where, why, what to do. */
public final class ProblemText {

    private static final int LONGEST_LINE = 200;

    private ProblemText() {}

    /** Without what follows from a command's outcome. */
    public static List<String> lines(Problem problem) {
        List<String> lines = new ArrayList<>();
        Finding finding = problem.finding();
        lines.add(label(finding) + Ink.BOLD.on(": " + about(problem) + finding.message()));
        problem.place().ifPresent(place -> addPlace(place, lines));
        problem.details().forEach(detail -> detail.lines().forEach(line -> lines.add("  " + line)));
        if (!finding.remedy().isBlank()) {
            add(lines, "help:", finding.remedy());
        }
        return lines;
    }

    /** All problems of a failed command, then what it left behind and how to go on. */
    public static List<String> lines(List<Problem> problems, String leftBehind, List<String> next) {
        List<String> lines = new ArrayList<>();
        problems.forEach(problem -> lines.addAll(lines(problem)));
        if (!leftBehind.isEmpty()) {
            add(lines, "state:", leftBehind);
        }
        String label = "next:";
        for (String command : next) {
            add(lines, label, Ink.BOLD.on(command));
            label = "";
        }
        return lines;
    }

    private static void add(List<String> lines, String label, String text) {
        String prefix = label;
        for (String line : text.lines().toList()) {
            lines.add("  " + Ink.CYAN.on(prefix) + " ".repeat(7 - prefix.length()) + line);
            prefix = "";
        }
    }

    private static String label(Finding finding) {
        String label = finding.severity().name().toLowerCase(Locale.ROOT) + "[" + finding.code() + "]";
        return switch (finding.severity()) {
            case ERROR -> Ink.RED.on(label);
            case WARNING -> Ink.YELLOW.on(label);
            case NOTE -> Ink.CYAN.on(label);
        };
    }

    private static String about(Problem problem) {
        return problem.step().map(step -> "step " + step + ": ").orElse("");
    }

    private static void addPlace(Place place, List<String> lines) {
        lines.add("  " + Ink.CYAN.on("-->") + " " + place);
        source(place).ifPresent(source -> {
            String number = String.valueOf(place.line());
            String margin = " ".repeat(number.length());
            lines.add(Ink.CYAN.on(margin + " |"));
            lines.add(Ink.CYAN.on(number + " |") + " " + source.text());
            lines.add(Ink.CYAN.on(margin + " |") + " " + source.indent() + Ink.RED.on("^"));
        });
    }

    /** A line of the file, and as much blank as its part before the column takes. */
    private record Source(String text, String indent) {}

    private static Optional<Source> source(Place place) {
        Path file = Path.of(place.file());
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.skip(place.line() - 1L)
                    .findFirst()
                    .filter(line -> line.codePointCount(0, line.length()) <= LONGEST_LINE)
                    .map(line -> new Source(line.stripTrailing(), Blank.before(line, place.column())));
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }
}
