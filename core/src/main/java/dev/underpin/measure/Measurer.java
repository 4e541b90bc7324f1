package dev.underpin.measure;

import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.db.SqlFailure;
import dev.underpin.dialect.Dialects;
import dev.underpin.engine.Measuring;
import dev.underpin.measure.PlanReader.Explained;
import dev.underpin.plan.Measurement;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.report.MeasurementReport.Verdict;
import dev.underpin.spi.Question;
import dev.underpin.spi.Rehearsal;
import dev.underpin.spi.dialect.Dialect;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Times queries as their users see them. A query that cannot be run is reported as an expectation that was not met, not as
 * a failure: a plan may well create what it measures.
 */
public final class Measurer implements Measuring {

    /** For all runs of one query; a slow one is run less often. */
    private static final Duration BUDGET = Duration.ofSeconds(30);

    /** The same, where a query is only compared. */
    private static final Duration REHEARSAL = Duration.ofSeconds(2);

    private final Dialects dialects;

    public Measurer(Dialects dialects) {
        this.dialects = dialects;
    }

    @Override
    public List<MeasurementReport> before(Session session, List<Measurement> measurements) {
        Dialect dialect = dialects.of(Sessions.server(session));
        return measurements.stream()
                .map(measurement -> before(measurement, attempt(session, dialect, measurement, BUDGET)))
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
        Dialect dialect = dialects.of(Sessions.server(session));
        return measurements.stream()
                .map(measurement -> after(
                        measurement,
                        attempt(session, dialect, measurement, BUDGET),
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
    public Map<String, Sample> rehearsed(Session session, List<Measurement> measurements, Rehearsal rehearsal) {
        Dialect dialect = dialects.of(Sessions.server(session));
        Substitute substitute = new Substitute(rehearsal.table());
        Guise ourselves = new Guise(session, Optional.empty());
        Map<String, Sample> samples = new LinkedHashMap<>();
        for (Measurement measurement : measurements) {
            session.behindTemporary(
                            () -> ourselves.in(() -> attempt(session, dialect, substitute.in(measurement), REHEARSAL)))
                    .measured()
                    .filter(measured -> measured.facts().reads(rehearsal.standIn()))
                    .ifPresent(measured -> samples.put(measurement.id().text(), measured.sample()));
        }
        return samples;
    }

    /** Either measured, or why not. */
    private record Attempt(Optional<Measured> measured, List<Verdict> verdicts) {

        static Attempt failed(String why) {
            return new Attempt(Optional.empty(), List.of(new Verdict("can be measured", false, why)));
        }
    }

    private static Attempt attempt(Session session, Dialect dialect, Measurement measurement, Duration budget) {
        try {
            return timed(session, dialect, measurement, budget);
        } catch (RuntimeException thrown) {
            RuntimeException failure = SqlFailure.of(thrown);
            if (failure instanceof SqlFailure refused && !refused.connectionLost()) {
                return Attempt.failed(refused.serverMessage());
            }
            throw failure;
        }
    }

    private static Attempt timed(Session session, Dialect dialect, Measurement measurement, Duration budget) {
        String query = measurement.sql().statements().get(0);
        List<Binding> bindings = measurement
                .samples()
                .map(samples -> new SampleReader(session, dialect).read(query, samples, measurement.runs()))
                .orElse(List.of(Binding.NONE));
        if (bindings.isEmpty()) {
            return Attempt.failed("the samples have no row");
        }
        Stopwatch stopwatch = new Stopwatch(session, dialect, measurement.as(), budget);
        Percentiles times = stopwatch.time(query, bindings, measurement.runs());
        Explained explained = stopwatch.execution(query, bindings);
        PlanFacts facts = facts(session, dialect, explained);
        Sample sample = new Sample(
                times.count(),
                times.millis(50),
                times.millis(95),
                times.millis(99),
                explained.executionMs().orElse(0.0),
                facts.access(),
                explained.json());
        return new Attempt(Optional.of(new Measured(sample, facts)), List.of());
    }

    private static PlanFacts facts(Session session, Dialect dialect, Explained explained) {
        return new PlanFacts(explained.root(), new LineageReader(session, dialect).read(explained.root()));
    }

    @Override
    public List<String> unmet(Session session, Question question) {
        Dialect dialect = dialects.of(Sessions.server(session));
        return verdicts(session, dialect, question)
                .filter(verdict -> !verdict.met())
                .map(verdict -> verdict.expectation() + ": " + verdict.actual())
                .toList();
    }

    private static Stream<Verdict> verdicts(Session session, Dialect dialect, Question question) {
        if (question instanceof Question.PlanShape shape) {
            Stopwatch stopwatch = new Stopwatch(session, dialect, shape.as(), BUDGET);
            PlanFacts facts =
                    facts(session, dialect, stopwatch.plan(shape.statement().text()));
            return shape.expectations().stream().map(expectation -> Shapes.judge(expectation, facts));
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
