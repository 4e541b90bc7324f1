package dev.underpin.internal.measure;

import dev.underpin.control.StopSignal;
import dev.underpin.db.Deadline;
import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.plan.Measurement;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.spi.Rehearsal;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.server.TimeLimitStatements;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Queries on the stand-in of a table, with the same values in each way that the table could be. */
final class StandInTrials implements Measuring.Trials {

    /** A statement that takes longer says enough, and holds the transaction for too long. */
    private static final Duration STATEMENT = Duration.ofSeconds(5);

    private static final Duration QUERY = Duration.ofSeconds(2);

    /** In one way; no further query is begun after it. */
    private static final Duration WAY = Duration.ofSeconds(30);

    private final Session session;
    private final Dialect dialect;
    private final Rehearsal rehearsal;
    private final StopSignal stop;
    private final List<Measurement> admitted;
    private Optional<List<Entrant>> entrants = Optional.empty();

    private StandInTrials(
            Session session, Dialect dialect, Rehearsal rehearsal, StopSignal stop, List<Measurement> admitted) {
        this.session = session;
        this.dialect = dialect;
        this.rehearsal = rehearsal;
        this.stop = stop;
        this.admitted = admitted;
    }

    /** Who sees a part of the table only would see all of a stand-in, which has no policies: such are left out. */
    static StandInTrials of(
            Session session, Dialect dialect, List<Measurement> measurements, Rehearsal rehearsal, StopSignal stop) {
        List<Measurement> admitted = measurements.stream()
                .filter(measurement -> measurement
                        .as()
                        .map(identity -> session.query(dialect.statements(StandInStatements.class)
                                        .seesAll(rehearsal.table(), identity.role()))
                                .values()
                                .equals(List.of(List.of("t"))))
                        .orElse(true))
                .toList();
        return new StandInTrials(session, dialect, rehearsal, stop, admitted);
    }

    /**
     * A query that is tried.
     *
     * @param measurement names the stand-in
     */
    private record Entrant(Measurement measurement, List<Binding> bindings) {

        String id() {
            return measurement.id().text();
        }
    }

    @Override
    public Map<String, Sample> next() {
        Deadline end = Deadline.in(WAY);
        session.command(dialect.statements(TimeLimitStatements.class).statement(STATEMENT));
        admitted.stream()
                .flatMap(measurement -> measurement.as().stream())
                .map(identity ->
                        dialect.statements(StandInStatements.class).readable(rehearsal.standIn(), identity.role()))
                .distinct()
                .forEach(session::execute);
        List<Entrant> all = entrants.orElseGet(() -> chosen(end));
        Map<String, Sample> samples = new LinkedHashMap<>();
        for (Entrant entrant : all) {
            attempted(end, () -> Optional.of(timed(entrant))).ifPresent(sample -> samples.put(entrant.id(), sample));
        }
        entrants = Optional.of(all.stream()
                .filter(entrant -> samples.containsKey(entrant.id()))
                .toList());
        return samples;
    }

    private List<Entrant> chosen(Deadline end) {
        return admitted.stream()
                .flatMap(measurement -> attempted(end, () -> entrant(measurement)).stream())
                .toList();
    }

    /** Reads the table where it is now, and the stand-in here; a view or a function would read the table here, too. */
    private Optional<Entrant> entrant(Measurement measurement) {
        Measurement here = new Substitute(rehearsal.table()).in(measurement);
        List<Binding> bindings =
                session.behindTemporary(() -> session.readingOnly(() -> new SampleReader(session, dialect).read(here)));
        if (bindings.isEmpty()) {
            return Optional.empty();
        }
        Stopwatch stopwatch = new Stopwatch(session, dialect, measurement.as(), QUERY);
        boolean reads = stopwatch.planned(measurement.query(), bindings.get(0)).readsAlone(rehearsal.table())
                && session.behindTemporary(() -> stopwatch.planned(here.query(), bindings.get(0)))
                        .readsAlone(rehearsal.standIn());
        return reads ? Optional.of(new Entrant(here, bindings)) : Optional.empty();
    }

    private Sample timed(Entrant entrant) {
        Measurement measurement = entrant.measurement();
        Stopwatch stopwatch = new Stopwatch(session, dialect, measurement.as(), QUERY);
        return session.behindTemporary(
                        () -> stopwatch.measured(measurement.query(), entrant.bindings(), measurement.runs()))
                .sample();
    }

    /** What was cancelled because somebody wants to stop ends it all; any other refusal is the query's. */
    private <T> Optional<T> attempted(Deadline end, Supplier<Optional<T>> attempt) {
        stop.check();
        if (end.passed()) {
            return Optional.empty();
        }
        try {
            return new ImpersonatedSession(session, Optional.empty()).around(attempt);
        } catch (RuntimeException thrown) {
            stop.check();
            if (SqlFailure.of(thrown) instanceof SqlFailure refused && !refused.connectionLost()) {
                return Optional.empty();
            }
            throw thrown;
        }
    }
}
