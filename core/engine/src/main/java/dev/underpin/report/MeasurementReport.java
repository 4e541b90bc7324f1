package dev.underpin.report;

import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * A query's speed before the first step and after the last.
 *
 * @param rehearsed how fast it was in other ways and as planned, before anything was changed
 */
public record MeasurementReport(
        String id,
        Optional<Sample> before,
        Optional<Sample> after,
        List<Verdict> verdicts,
        Optional<Rehearsed> rehearsed) {

    /**
     * One series of runs.
     *
     * @param executionMs the server's own figure from EXPLAIN ANALYZE
     * @param access for people: the scans and indexes of the plan, in short
     * @param plan EXPLAIN (FORMAT JSON) as the server printed it
     */
    public record Sample(
            int runs, double p50Ms, double p95Ms, double p99Ms, double executionMs, String access, String plan) {}

    /** Whether an expectation was met. */
    public record Verdict(String expectation, boolean met, String actual) {}

    /**
     * The query on temporary tables with a sample of the rows.
     *
     * @param rows of the sample
     * @param trials in the same order in all measurements of the table; what is planned comes last
     * @param advice if what is planned is clearly slower than a way that is less work
     */
    public record Rehearsed(QualifiedName table, long rows, List<Trial> trials, Optional<String> advice) {}

    /** One way to have the table. */
    public record Trial(String way, Sample sample) {}

    /** Of a query that is not measured, as by a check. */
    public static MeasurementReport rehearsed(String id, Rehearsed rehearsed) {
        return new MeasurementReport(id, Optional.empty(), Optional.empty(), List.of(), Optional.of(rehearsed));
    }

    public MeasurementReport with(Optional<Rehearsed> other) {
        return new MeasurementReport(id, before, after, verdicts, other);
    }
}
