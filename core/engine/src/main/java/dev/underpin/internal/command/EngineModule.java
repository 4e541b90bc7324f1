package dev.underpin.internal.command;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import dev.underpin.control.Failpoints;
import dev.underpin.control.StopSignal;
import dev.underpin.internal.execution.MeasuredChecks;
import dev.underpin.internal.execution.PlanChecks;
import dev.underpin.internal.execution.ProgramExecutor;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.measure.Measuring;
import dev.underpin.internal.session.EngineOptions;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.RunListener;

/** The engine's parts that outlive a command; those of a run are {@link RunModule}'s. */
final class EngineModule extends AbstractModule {

    private final EngineOptions options;

    EngineModule(EngineOptions options) {
        this.options = options;
    }

    @Override
    protected void configure() {
        binder().requireAtInjectOnConstructors();
        binder().disableCircularProxies();
        bind(EngineOptions.class).toInstance(options);
        bind(PluginRegistry.class).toInstance(options.registry());
        bind(Measuring.class).toInstance(options.measuring());
        bind(RunListener.class).toInstance(options.listener());
        bind(StopSignal.class).toInstance(options.stop());
        bind(Failpoints.class).toInstance(options.failpoints());
        bind(PlanChecks.class).to(MeasuredChecks.class);
        bind(JournalJson.class).toInstance(new JournalJson());
        bind(ProgramExecutor.class).in(Singleton.class);
        bind(Engine.class).in(Singleton.class);
    }
}
