package dev.underpin.internal.measure;

import dev.underpin.control.StopSignal;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.plan.Measurement;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.report.MeasurementReport.Verdict;
import dev.underpin.spi.Rehearsal;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Question;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Times queries as their users see them. A query that cannot be run is reported as an expectation that was not met, not as
 * a failure: a plan may well create what it measures.
 */
public final class Measurer implements Measuring {

    /** For all runs of one query; a slow one is run less often. */
    private static final Duration BUDGET = Duration.ofSeconds(30);

    @Override
    public List<MeasurementReport> before(Session session, List<Measurement> measurements) {
        Dialect dialect = session.dialect();
        return measurements.stream()
                .map(measurement -> before(measurement, attempt(session, dialect, measurement)))
                .toList();
    }

    private static MeasurementReport before(Measurement measurement, Attempt attempt) {
        return new MeasurementReport(
                measurement.id().text(),
                attempt.measured().map(Measured::sample),
                Optional.empty(),
                attempt.verdicts(),
                Optional.empty());
    }

    @Override
    public List<MeasurementReport> after(
            Session session, List<Measurement> measurements, List<MeasurementReport> before) {
        Dialect dialect = session.dialect();
        return measurements.stream()
                .map(measurement -> after(
                        measurement,
                        attempt(session, dialect, measurement),
                        first(before, measurement.id().text())))
                .toList();
    }

    private static Optional<MeasurementReport> first(List<MeasurementReport> before, String id) {
        return before.stream().filter(report -> report.id().equals(id)).findFirst();
    }

    private static MeasurementReport after(
            Measurement measurement, Attempt attempt, Optional<MeasurementReport> first) {
        Optional<Sample> before = first.flatMap(MeasurementReport::before);
        List<Verdict> verdicts = attempt.measured()
                .map(measured -> Judgement.of(measurement, before, measured))
                .orElse(attempt.verdicts());
        return new MeasurementReport(
                measurement.id().text(),
                before,
                attempt.measured().map(Measured::sample),
                verdicts,
                first.flatMap(MeasurementReport::rehearsed));
    }

    @Override
    public Trials trials(Session session, List<Measurement> measurements, Rehearsal rehearsal, StopSignal stop) {
        return StandInTrials.of(session, session.dialect(), measurements, rehearsal, stop);
    }

    /** Either measured, or why not. */
    private record Attempt(Optional<Measured> measured, List<Verdict> verdicts) {

        static Attempt failed(String why) {
            return new Attempt(Optional.empty(), List.of(new Verdict("can be measured", false, why)));
        }
    }

    private static Attempt attempt(Session session, Dialect dialect, Measurement measurement) {
        try {
            return timed(session, dialect, measurement);
        } catch (RuntimeException thrown) {
            RuntimeException failure = SqlFailure.of(thrown);
            if (failure instanceof SqlFailure refused && !refused.connectionLost()) {
                return Attempt.failed(refused.serverMessage());
            }
            throw failure;
        }
    }

    private static Attempt timed(Session session, Dialect dialect, Measurement measurement) {
        String query = measurement.query();
        List<Binding> bindings = session.readingOnly(() -> new SampleReader(session, dialect).read(measurement));
        if (bindings.isEmpty()) {
            return Attempt.failed("the samples have no row");
        }
        Stopwatch stopwatch = new Stopwatch(session, dialect, measurement.as(), BUDGET);
        return new Attempt(Optional.of(stopwatch.measured(query, bindings, measurement.runs())), List.of());
    }

    @Override
    public List<String> unmet(Session session, Question question) {
        Dialect dialect = session.dialect();
        return verdicts(session, dialect, question)
                .filter(verdict -> !verdict.met())
                .map(verdict -> verdict.expectation() + ": " + verdict.actual())
                .toList();
    }

    private static Stream<Verdict> verdicts(Session session, Dialect dialect, Question question) {
        if (question instanceof Question.PlanShape shape) {
            Stopwatch stopwatch = new Stopwatch(session, dialect, shape.as(), BUDGET);
            PlanFacts facts = stopwatch.planned(shape.statement().text(), Binding.NONE);
            return shape.expectations().stream().map(expectation -> PlanShapes.judge(expectation, facts));
        }
        if (question instanceof Question.Timing timing) {
            Stopwatch stopwatch = new Stopwatch(session, dialect, timing.as(), BUDGET);
            Percentiles times = stopwatch.time(timing.statement().text(), List.of(Binding.NONE), timing.runs());
            return Stream.of(Judgement.below(
                    timing.percentile() + "th percentile", times.millis(timing.percentile()), timing.below()));
        }
        throw new IllegalArgumentException("not a question about plans or times: " + question);
    }
}
