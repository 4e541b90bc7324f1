package dev.underpin.engine;

import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.plan.Measurement;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.report.MeasurementReport.Trial;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.Finding;
import dev.underpin.spi.Rehearsal;
import dev.underpin.spi.Rehearsal.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.impl.DSL;

/** Tries a plan's measured queries in each way that a step names, in the scratch session; all is rolled back. */
final class Rehearsing {

    private static final String STEP = "";
    private static final String KEY = "rehearse";

    private final Workplace workplace;
    private final EngineOptions options;
    private final List<Measurement> measurements;

    Rehearsing(Workplace workplace, EngineOptions options, List<Measurement> measurements) {
        this.workplace = workplace;
        this.options = options;
        this.measurements = measurements;
    }

    /** One for each measurement that reads one of the tables; nothing where a way cannot be tried as things are. */
    List<MeasurementReport> of(List<Rehearsal> rehearsals) {
        Map<String, Rehearsed> rehearsed = new HashMap<>();
        rehearsals.forEach(rehearsal -> tried(rehearsal).forEach(rehearsed::putIfAbsent));
        return measurements.stream()
                .map(measurement -> measurement.id().text())
                .filter(rehearsed::containsKey)
                .map(id -> new MeasurementReport(
                        id, Optional.empty(), Optional.empty(), List.of(), Optional.ofNullable(rehearsed.get(id))))
                .toList();
    }

    private Map<String, Rehearsed> tried(Rehearsal rehearsal) {
        String title = "Try the measured queries on a sample of " + rehearsal.table();
        long start = System.nanoTime();
        options.listener().on(new RunEvent.ActionStarted(STEP, KEY, title, "READ"));
        boolean done = false;
        try {
            Map<String, Rehearsed> result = inEachWay(rehearsal);
            done = true;
            return result;
        } catch (RuntimeException thrown) {
            if (SqlFailure.of(thrown) instanceof SqlFailure refused
                    && !refused.canceled()
                    && !refused.connectionLost()) {
                options.listener().on(new RunEvent.Noticed(untried(rehearsal, refused)));
                return Map.of();
            }
            throw thrown;
        } finally {
            RunState state = done ? RunState.APPLIED : RunState.FAILED;
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            options.listener().on(new RunEvent.ActionEnded(STEP, KEY, title, state, took, 0));
        }
    }

    private static Problem untried(Rehearsal rehearsal, SqlFailure refused) {
        return Problem.of(Finding.note(
                "N2205",
                "the measured queries could not be tried on a sample of " + rehearsal.table() + ": "
                        + refused.serverMessage(),
                "The plan does not depend on it."));
    }

    private Map<String, Rehearsed> inEachWay(Rehearsal rehearsal) {
        List<Way> ways = new ArrayList<>(rehearsal.lesser());
        ways.add(rehearsal.planned());
        Map<String, List<Trial>> trials = new LinkedHashMap<>();
        long rows = 0;
        for (Way way : ways) {
            options.stop().check();
            Outcome outcome = in(way, rehearsal);
            rows = outcome.rows();
            outcome.samples()
                    .forEach((id, sample) -> trials.computeIfAbsent(id, first -> new ArrayList<>())
                            .add(new Trial(way.title(), sample)));
        }
        Map<String, Rehearsed> result = new HashMap<>();
        for (Map.Entry<String, List<Trial>> of : trials.entrySet()) {
            if (of.getValue().size() == ways.size()) {
                result.put(
                        of.getKey(),
                        new Rehearsed(rehearsal.table(), rows, of.getValue(), advice(rehearsal, of.getValue())));
            }
        }
        return result;
    }

    private record Outcome(long rows, Map<String, Sample> samples) {}

    private Outcome in(Way way, Rehearsal rehearsal) {
        Session scratch = workplace.scratch();
        return workplace.patiently(
                scratch,
                () -> scratch.rolledBack(() -> {
                    way.setup().forEach(scratch::execute);
                    long rows = scratch.dsl()
                            .fetchCount(DSL.table(rehearsal.standIn().jooq()));
                    return new Outcome(rows, options.measuring().rehearsed(scratch, measurements, rehearsal));
                }));
    }

    private static Optional<String> advice(Rehearsal rehearsal, List<Trial> trials) {
        double planned = trials.get(trials.size() - 1).sample().p50Ms();
        boolean slower = trials.stream()
                .limit(trials.size() - 1L)
                .anyMatch(trial -> trial.sample().p50Ms() <= planned);
        return slower ? Optional.of(rehearsal.advice()) : Optional.empty();
    }
}
