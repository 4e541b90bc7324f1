package dev.underpin.internal.measure;

import dev.underpin.plan.Measurement;
import dev.underpin.plan.Measurement.Expected;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.report.MeasurementReport.Verdict;
import dev.underpin.spi.program.Question.PlanExpectation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Holds the last measurement against the first, and against what the plan expects. */
public final class Judgement {

    private Judgement() {}

    /** In the order in which a plan lists expectations. */
    public static List<Verdict> of(Measurement measurement, Optional<Sample> before, Measured after) {
        Expected expected = measurement.expect();
        Sample sample = after.sample();
        List<Verdict> verdicts = new ArrayList<>();
        expected.p95Below().ifPresent(limit -> verdicts.add(below("95th percentile", sample.p95Ms(), limit)));
        expected.executionBelow().ifPresent(limit -> verdicts.add(below("execution", sample.executionMs(), limit)));
        expected.improvesBy()
                .ifPresent(share -> verdicts.add(
                        improves(share.toString(), share.fraction(), before.map(Sample::p50Ms), sample.p50Ms())));
        shape(expected).forEach(expectation -> verdicts.add(PlanShapes.judge(expectation, after.facts())));
        return List.copyOf(verdicts);
    }

    static List<PlanExpectation> shape(Expected expected) {
        List<PlanExpectation> shape = new ArrayList<>();
        expected.usesIndex().ifPresent(index -> shape.add(new PlanExpectation.UsesIndex(index.name())));
        if (expected.prunes()) {
            shape.add(new PlanExpectation.Prunes());
        }
        expected.noSeqScanOn().forEach(table -> shape.add(new PlanExpectation.NoSeqScanOn(table.name())));
        if (expected.noJoin()) {
            shape.add(new PlanExpectation.NoJoin());
        }
        return shape;
    }

    static Verdict below(String what, double millis, Duration limit) {
        double limitMillis = limit.toNanos() / 1_000_000.0;
        return new Verdict(what + " below " + millis(limitMillis), millis < limitMillis, millis(millis));
    }

    private static Verdict improves(String text, double fraction, Optional<Double> before, double after) {
        String expectation = "median falls by " + text;
        return before.filter(millis -> millis > 0)
                .map(first -> new Verdict(expectation, 1 - after / first >= fraction, change(first, after)))
                .orElseGet(() -> new Verdict(expectation, false, "not measured before"));
    }

    private static String change(double before, double after) {
        return String.format(
                Locale.ROOT, "%s to %s (%+.0f%%)", millis(before), millis(after), (after / before - 1) * 100);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f ms" : "%.0f ms", value);
    }
}
