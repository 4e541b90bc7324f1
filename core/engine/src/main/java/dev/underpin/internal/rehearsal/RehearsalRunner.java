package dev.underpin.internal.rehearsal;

import dev.underpin.db.Session;
import dev.underpin.db.SqlFailure;
import dev.underpin.internal.measure.Measuring.Trials;
import dev.underpin.internal.session.EngineOptions;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.plan.Measurement;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.report.MeasurementReport.Trial;
import dev.underpin.report.Problem;
import dev.underpin.report.RunEvent;
import dev.underpin.report.RunState;
import dev.underpin.spi.Rehearsal;
import dev.underpin.spi.Rehearsal.Way;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.server.TimeLimitStatements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.impl.DSL;

/** Tries a plan's measured queries in each way that a step names, in the scratch session; all is rolled back. */
public final class RehearsalRunner {

    private static final String STEP = "";
    private static final String KEY = "rehearse";

    /** For each statement that makes or fills a stand-in. */
    private static final Duration SETUP = Duration.ofSeconds(30);

    private final EngineSessions engineSessions;
    private final EngineOptions options;
    private final List<Measurement> measurements;

    public RehearsalRunner(EngineSessions engineSessions, EngineOptions options, List<Measurement> measurements) {
        this.engineSessions = engineSessions;
        this.options = options;
        this.measurements = measurements;
    }

    /** By measurement, for those that read one of the tables; nothing where a way cannot be tried as things are. */
    public Map<String, Rehearsed> of(Supplier<List<Rehearsal>> rehearsals) {
        Map<String, Rehearsed> rehearsed = new HashMap<>();
        optional("samples", List.of(), rehearsals)
                .forEach(rehearsal -> optional(
                                "a sample of " + rehearsal.table(), Map.<String, Rehearsed>of(), () -> tried(rehearsal))
                        .forEach(rehearsed::putIfAbsent));
        return rehearsed;
    }

    /** A trial is worth having, and no reason to fail: what the server has against it is told. */
    private <T> T optional(String where, T otherwise, Supplier<T> trial) {
        try {
            return trial.get();
        } catch (RuntimeException thrown) {
            options.stop().check();
            Problem obstacle = obstacle(thrown).map(why -> untried(where, why)).orElseThrow(() -> thrown);
            options.listener().on(new RunEvent.Noticed(obstacle));
            return otherwise;
        }
    }

    private static Optional<String> obstacle(RuntimeException thrown) {
        if (SqlFailure.of(thrown) instanceof SqlFailure refused) {
            return refused.connectionLost() ? Optional.empty() : Optional.of(refused.serverMessage());
        }
        return thrown instanceof Failure || thrown instanceof RefusedException
                ? Optional.of(String.valueOf(thrown.getMessage()))
                : Optional.empty();
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
        } finally {
            RunState state = done ? RunState.APPLIED : RunState.FAILED;
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            options.listener().on(new RunEvent.ActionEnded(STEP, KEY, title, state, took, 0));
        }
    }

    private static Problem untried(String where, String why) {
        return Problem.of(Finding.note(
                EngineCodes.NOT_REHEARSED,
                "the measured queries could not be tried on " + where + ": " + why,
                "The plan does not depend on it."));
    }

    private Map<String, Rehearsed> inEachWay(Rehearsal rehearsal) {
        List<Way> ways = new ArrayList<>(rehearsal.lesser());
        ways.add(rehearsal.planned());
        Trials trials = options.measuring().trials(engineSessions.scratch(), measurements, rehearsal, options.stop());
        Map<String, List<Trial>> series = new LinkedHashMap<>();
        long rows = 0;
        for (Way way : ways) {
            Tried tried = in(way, rehearsal, trials);
            options.stop().check();
            rows = tried.rows();
            tried.samples()
                    .forEach((id, sample) -> series.computeIfAbsent(id, first -> new ArrayList<>())
                            .add(new Trial(way.title(), sample)));
        }
        Map<String, Rehearsed> result = new HashMap<>();
        for (Map.Entry<String, List<Trial>> of : series.entrySet()) {
            if (of.getValue().size() == ways.size()) {
                result.put(of.getKey(), rehearsed(rehearsal, rows, of.getValue()));
            }
        }
        return result;
    }

    private static Rehearsed rehearsed(Rehearsal rehearsal, long rows, List<Trial> trials) {
        List<Double> medians =
                trials.stream().map(trial -> trial.sample().p50Ms()).toList();
        return new Rehearsed(rehearsal.table(), rows, trials, RehearsalAdvice.of(rehearsal.lesser(), medians, rows));
    }

    private record Tried(long rows, Map<String, Sample> samples) {}

    /** Whoever has locked the table is not waited for. */
    private Tried in(Way way, Rehearsal rehearsal, Trials trials) {
        Session scratch = engineSessions.scratch();
        return scratch.rolledBack(() -> {
            scratch.command(
                    scratch.dialect().statements(TimeLimitStatements.class).statement(SETUP));
            way.setup().forEach(statement -> {
                options.stop().check();
                scratch.execute(statement);
            });
            long rows = scratch.dsl().fetchCount(DSL.table(rehearsal.standIn().jooq()));
            return new Tried(rows, trials.next());
        });
    }
}
