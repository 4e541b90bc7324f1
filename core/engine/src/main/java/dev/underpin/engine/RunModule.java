package dev.underpin.engine;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
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
