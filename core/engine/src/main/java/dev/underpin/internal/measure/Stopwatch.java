package dev.underpin.internal.measure;

import dev.underpin.db.Session;
import dev.underpin.internal.measure.ExplainReader.Explained;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.ExplainStatements;
import dev.underpin.spi.program.Question.Identity;
import dev.underpin.spi.program.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Runs a query again and again as somebody, and explains it; whatever it does is rolled back. */
final class Stopwatch {

    /** Runs that are not counted: they fill caches that a busy server would have full. */
    private static final int WARM_UP = 3;

    private static final int EXPLAINED = 5;

    private final Session session;
    private final Dialect dialect;
    private final ImpersonatedSession guise;
    private final Duration budget;
    private final ExplainReader reader = new ExplainReader();

    /**
     * @param budget no further run is begun after it; at least one is counted
     */
    Stopwatch(Session session, Dialect dialect, Optional<Identity> as, Duration budget) {
        this.session = session;
        this.dialect = dialect;
        this.guise = new ImpersonatedSession(session, as);
        this.budget = budget;
    }

    /** How long a query takes, and what it does. */
    Measured measured(String query, List<Binding> bindings, int runs) {
        Percentiles times = time(query, bindings, runs);
        Explained explained = execution(query, bindings);
        PlanFacts facts = facts(explained);
        Sample sample = new Sample(
                times.count(),
                times.millis(50),
                times.millis(95),
                times.millis(99),
                explained.executionMs().orElse(0.0),
                facts.access(),
                explained.json());
        return new Measured(sample, facts);
    }

    /** The time that the client waits for all rows. */
    Percentiles time(String query, List<Binding> bindings, int runs) {
        return guise.in(() -> {
            long end = System.nanoTime() + budget.toNanos();
            for (int i = 0; i < Math.min(WARM_UP, runs - 1) && System.nanoTime() < end; i++) {
                once(query, bindings.get(i % bindings.size()));
            }
            long[] nanos = new long[runs];
            int done = 0;
            while (done < runs && (done == 0 || System.nanoTime() < end)) {
                nanos[done] = once(query, bindings.get(done % bindings.size()));
                done++;
            }
            return new Percentiles(Arrays.copyOf(nanos, done));
        });
    }

    private long once(String query, Binding binding) {
        return session.timed(guise.with(binding.statement(query)), binding.values());
    }

    /** The execution whose time is the median of some, spread over the bindings. */
    private Explained execution(String query, List<Binding> bindings) {
        return guise.in(() -> {
            long end = System.nanoTime() + budget.toNanos();
            List<Explained> explained = new ArrayList<>();
            int count = Math.min(EXPLAINED, bindings.size());
            for (int i = 0; i < count && (i == 0 || System.nanoTime() < end); i++) {
                explained.add(explain(query, bindings.get(i * bindings.size() / count), true));
            }
            explained.sort(Comparator.comparing(one -> one.executionMs().orElse(0.0)));
            return explained.get((explained.size() - 1) / 2);
        });
    }

    /** What the planner would do; the query is not run. */
    PlanFacts planned(String query, Binding binding) {
        return facts(guise.in(() -> explain(query, binding, false)));
    }

    private PlanFacts facts(Explained explained) {
        return new PlanFacts(explained.root(), new LineageReader(session, dialect).read(explained.root()));
    }

    private Explained explain(String query, Binding binding, boolean execute) {
        Sql explain = dialect.statements(ExplainStatements.class).explain(binding.statement(query), execute);
        String json = session.query(guise.with(explain), binding.values()).first();
        return reader.read(String.valueOf(json));
    }
}
