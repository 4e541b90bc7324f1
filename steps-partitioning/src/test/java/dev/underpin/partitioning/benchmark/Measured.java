package dev.underpin.partitioning.benchmark;

import dev.underpin.testkit.workload.Latencies;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One round of a scenario.
 *
 * @param plain what the plain script took, with nobody else at work
 * @param rollback of a scenario with writers
 * @param writers their statements
 */
record Measured(
        Scenario scenario, Duration plain, Phases apply, Optional<Phases> rollback, Optional<Latencies> writers) {

    double actionsRatio() {
        return ratio(apply.actions());
    }

    double totalRatio() {
        return ratio(apply.total());
    }

    private double ratio(Duration time) {
        return time.toNanos() / (double) plain.toNanos();
    }

    /** The round whose total is the median's. */
    static Measured median(List<Measured> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparing(Measured::totalRatio))
                .toList()
                .get(rounds.size() / 2);
    }

    /** Of a table in Markdown. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f (%.2f) | %.1f (%.2f) | %s | %s |",
                scenario.title(),
                seconds(plain),
                seconds(apply.actions()),
                actionsRatio(),
                seconds(apply.total()),
                totalRatio(),
                rollback.map(phases -> String.format(Locale.ROOT, "%.1f", seconds(phases.total())))
                        .orElse(""),
                writers.map(of -> String.format(
                                Locale.ROOT,
                                "%.1f / %.1f / %d ms",
                                of.median().toNanos() / 1e6,
                                of.p99().toNanos() / 1e6,
                                of.longest().toMillis()))
                        .orElse(""));
    }

    static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
