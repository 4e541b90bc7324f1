package dev.underpin.internal.command;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import dev.underpin.internal.compilation.Contexts;
import dev.underpin.internal.duty.Duties;
import dev.underpin.internal.execution.Compensation;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.reporting.Reports;
import dev.underpin.internal.reporting.RunReports;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.internal.step.StepRunner;
import dev.underpin.internal.undo.FinalizeChecks;
import dev.underpin.internal.undo.FinalizeRunner;
import dev.underpin.internal.undo.InDoubtResolver;
import dev.underpin.internal.undo.RollbackOutlook;
import dev.underpin.internal.undo.RollbackRunner;
import dev.underpin.internal.undo.UndoPreview;
import java.util.List;

/** What one run is made of; the engine's own parts come from {@link EngineModule}. */
final class RunModule extends AbstractModule {

    private static final List<Class<?>> ONE_OF_EACH = List.of(
            StepRunner.class,
            RunSteps.class,
            Compensation.class,
            ApplyRunner.class,
            RollbackRunner.class,
            RollbackOutlook.class,
            Duties.class,
            FinalizeRunner.class,
            FinalizeChecks.class,
            InDoubtResolver.class,
            RunMeasurements.class,
            Reports.class,
            RunReports.class);

    private final RunScope scope;
    private final EngineSessions engineSessions;
    private final Contexts contexts;

    RunModule(RunScope scope, EngineSessions engineSessions, Contexts contexts) {
        this.scope = scope;
        this.engineSessions = engineSessions;
        this.contexts = contexts;
    }

    @Override
    protected void configure() {
        bind(RunScope.class).toInstance(scope);
        bind(EngineSessions.class).toInstance(engineSessions);
        bind(Contexts.class).toInstance(contexts);
        ONE_OF_EACH.forEach(part -> bind(part).in(Singleton.class));
        bind(UndoPreview.class);
        bind(RunContext.class).in(Singleton.class);
    }
}
