package dev.underpin;

import dev.underpin.control.Assumptions;
import dev.underpin.control.Failpoints;
import dev.underpin.control.Overrides;
import dev.underpin.control.StopSignal;
import dev.underpin.db.SearchPath;
import dev.underpin.db.Sessions;
import dev.underpin.dialect.Dialects;
import dev.underpin.internal.command.Engine;
import dev.underpin.internal.measure.Measurer;
import dev.underpin.internal.session.EngineOptions;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.MaintenanceReport;
import dev.underpin.report.RunListener;
import dev.underpin.report.RunReport;
import dev.underpin.report.StatusReport;
import dev.underpin.spi.dialect.DialectProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Plans, and what can be done with them in a database.
 *
 * <p>Each command opens its own connections and closes them. What is expected to go wrong is reported by a
 * {@link Failure} with an outcome, or by the outcome of the report; anything else is a bug. One command at a time.
 */
public final class Underpin implements AutoCloseable {

    private static final String TOOL = "underpin 0.1.0";

    private final EngineOptions options;
    private final Engine engine;

    private Underpin(EngineOptions options) {
        this.options = options;
        this.engine = Engine.of(options);
    }

    /** The same, whose commands go by these settings instead of their plans'. A stop is requested of both. */
    public Underpin with(Overrides overrides) {
        return new Underpin(options.with(overrides));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** All prechecks, those of the data included. Changes nothing. */
    public RunReport check(Plan plan) {
        return engine.check(plan);
    }

    /** Every action that {@link #apply} would execute. Changes nothing. */
    public RunReport preview(Plan plan) {
        return engine.preview(plan);
    }

    /** Every action that {@link #rollback} would execute now, and what stands against it. Changes nothing. */
    public RunReport previewRollback(String planId, Optional<String> keptStep) {
        return engine.previewRollback(planId, keptStep);
    }

    /** Every action that {@link #finalizeRun} would execute now, and what stands against it. Changes nothing. */
    public RunReport previewFinalize(String planId) {
        return engine.previewFinalize(planId);
    }

    public RunReport apply(Plan plan) {
        return engine.apply(plan, preview -> {});
    }

    /**
     * The same, if somebody agrees to what it would do.
     *
     * @param consent is given the preview and its warnings, unless the plan is refused anyway, and throws what the command is to end by
     *     if nothing is to be done. It may take its time: what the data has to answer is asked afterwards. It is asked again only if
     *     something else would be done by then
     */
    public RunReport apply(Plan plan, Consumer<RunReport> consent) {
        return engine.apply(plan, consent);
    }

    /** Goes on with the plan's interrupted run; steps that have not begun may have been edited. */
    public RunReport resume(Plan plan) {
        return resume(plan, Assumptions.NONE);
    }

    /** The same, knowing what became of statements that were interrupted. */
    public RunReport resume(Plan plan, Assumptions assumptions) {
        return engine.resume(plan.id(), Optional.of(plan), assumptions);
    }

    /** Goes on with the plan's interrupted run as the journal has it. */
    public RunReport resume(String planId) {
        return resume(planId, Assumptions.NONE);
    }

    /** The same, knowing what became of statements that were interrupted. */
    public RunReport resume(String planId, Assumptions assumptions) {
        return engine.resume(planId, Optional.empty(), assumptions);
    }

    /** Lets a run that waits before its cutover go on. */
    public RunReport cutover(String planId) {
        return engine.cutover(planId);
    }

    /**
     * Asks again what must be true of an applied plan, and whether it could be rolled back now. Changes nothing; a rollback that
     * would be refused is a warning.
     */
    public RunReport verify(String planId) {
        return engine.verify(planId, Optional.empty());
    }

    /** The same, unless the plan is another than what was applied (outcome DIFFERS). */
    public RunReport verify(Plan plan) {
        return engine.verify(plan.id(), Optional.of(plan));
    }

    /**
     * Undoes in reverse order, from the journal.
     *
     * @param keptStep only what came after this step
     */
    public RunReport rollback(String planId, Optional<String> keptStep) {
        return rollback(planId, keptStep, Assumptions.NONE);
    }

    /** The same, knowing what became of statements that were interrupted. */
    public RunReport rollback(String planId, Optional<String> keptStep, Assumptions assumptions) {
        return engine.rollback(planId, keptStep, assumptions);
    }

    /**
     * Drops what was kept for a rollback; there is none afterwards. The plan is verified first: what differs from it is told, and
     * nothing is dropped then (outcome VERIFICATION_FAILED).
     */
    public RunReport finalizeRun(String planId) {
        return finalizeRun(planId, false);
    }

    /**
     * The same.
     *
     * @param acceptDifferences goes on in spite of what differs, steps that are not applied included; these are given up
     */
    public RunReport finalizeRun(String planId, boolean acceptDifferences) {
        return engine.finalizeRun(planId, acceptDifferences);
    }

    /**
     * Runs the duties that are due, of one plan or of all; what fails in one plan does not keep the others'.
     *
     * @param now whether they are due or not
     */
    public MaintenanceReport maintain(Optional<String> planId, boolean now) {
        return engine.maintain(planId, now);
    }

    /** Runs the plan's draining duties again and again, until a stop is requested. */
    public RunReport sync(String planId) {
        return engine.sync(planId);
    }

    /** What the journal says, and who works on what. */
    public StatusReport status(Optional<String> planId) {
        return engine.status(planId);
    }

    /**
     * Asks the command that runs, in another thread, to stop: at its next safe boundary. Asked once more, it also cancels what
     * runs until then.
     */
    public void requestStop() {
        options.stop().request();
    }

    @Override
    public void close() {
        requestStop();
    }

    /** What an {@link Underpin} needs to know. */
    public static final class Builder {

        private @Nullable DataSource dataSource;
        private @Nullable PluginRegistry registry;
        private final List<DialectProvider> dialects = new ArrayList<>();
        private String host = "";
        private int port = 5432;
        private RunListener listener = RunListener.SILENT;
        private String actor = System.getProperty("user.name", "unknown");
        private Duration silence = Duration.ofSeconds(30);
        private Failpoints failpoints = Failpoints.parse(Optional.ofNullable(System.getenv("UNDERPIN_FAILPOINT")));

        private Builder() {}

        /** Gives a new connection at each call; a pool in session mode will do, one in transaction mode is refused. */
        public Builder dataSource(DataSource source) {
            dataSource = source;
            return this;
        }

        /** For messages as long as there is no connection, which tells better; without it they speak of the data source. */
        public Builder host(String name) {
            host = name;
            return this;
        }

        /** As the host. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /** Default: {@link PluginRegistry#load()}. */
        public Builder registry(PluginRegistry types) {
            registry = types;
            return this;
        }

        /**
         * One more dialect than those that {@link java.util.ServiceLoader} finds by this thread's class loader; it takes the place of one of
         * the same id.
         */
        public Builder dialect(DialectProvider more) {
            dialects.add(more);
            return this;
        }

        public Builder listener(RunListener hears) {
            listener = hears;
            return this;
        }

        /**
         * After how long an answer that does not come counts as lost, if the server's process is idle or gone, or cannot be reached at
         * all; 30 seconds unless told otherwise. A statement that is at work may take as long as it needs.
         */
        public Builder silence(Duration longest) {
            silence = longest;
            return this;
        }

        /** Who is at work, for the journal. */
        public Builder actor(String name) {
            actor = name;
            return this;
        }

        /** For tests. */
        public Builder failpoints(Failpoints armed) {
            failpoints = armed;
            return this;
        }

        public Underpin build() {
            DataSource source = Objects.requireNonNull(dataSource, "a data source is needed");
            RunListener one = listener;
            Object turn = new Object();
            RunListener inTurn = event -> {
                synchronized (turn) {
                    one.on(event);
                }
            };
            Dialects known = Dialects.installed();
            for (DialectProvider more : dialects) {
                known = known.with(more);
            }
            return new Underpin(new EngineOptions(
                    new Sessions(source, known, SearchPath.EMPTY, silence),
                    host,
                    port,
                    registry == null ? PluginRegistry.load() : registry,
                    new Measurer(),
                    inTurn,
                    new StopSignal(),
                    failpoints,
                    silence,
                    actor,
                    TOOL,
                    Overrides.NONE));
        }
    }
}
