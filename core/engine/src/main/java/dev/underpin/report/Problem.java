package dev.underpin.report;

import dev.underpin.spi.finding.Finding;
import java.util.List;
import java.util.Optional;

/**
 * A finding with its place.
 *
 * @param step the step it is about
 * @param place where in the plan's file
 * @param details evidence, one item a line (blockers, offending rows, differences)
 */
public record Problem(Finding finding, Optional<String> step, Optional<Place> place, List<String> details) {

    /** A position in a file; line and column count from 1. */
    public record Place(String file, int line, int column) {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }

    public static Problem of(Finding finding) {
        return new Problem(finding, Optional.empty(), Optional.empty(), List.of());
    }

    public static Problem of(String step, Finding finding) {
        return new Problem(finding, Optional.of(step), Optional.empty(), List.of());
    }

    /** Whether it stands in the way. */
    public boolean error() {
        return finding.severity() == Finding.Severity.ERROR;
    }

    public Problem with(List<String> moreDetails) {
        return new Problem(finding, step, place, List.copyOf(moreDetails));
    }

    public Problem at(Optional<Place> where) {
        return new Problem(finding, step, where, details);
    }
}
