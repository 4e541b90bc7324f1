package dev.underpin.report;

import java.util.List;
import java.util.Optional;

/** A query's speed before the first step and after the last. */
public record MeasurementReport(String id, Optional<Sample> before, Optional<Sample> after, List<Verdict> verdicts) {

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
}
