package dev.underpin.internal.command;

import com.google.inject.Injector;
import dev.underpin.control.Overrides;
import dev.underpin.db.Blockers;
import dev.underpin.db.SessionPool;
import dev.underpin.internal.compilation.Contexts;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.journal.Checkpoints;
import dev.underpin.internal.journal.JournalEvents;
import dev.underpin.internal.journal.JournalJson;
import dev.underpin.internal.journal.JournalWriter;
import dev.underpin.internal.journal.Programs;
import dev.underpin.internal.journal.RelationClaims;
import dev.underpin.internal.journal.Runs;
import dev.underpin.internal.journal.Runs.Run;
import dev.underpin.internal.reporting.CurrentActivity;
import dev.underpin.internal.session.EngineOptions;
import dev.underpin.internal.session.EngineSessions;
import dev.underpin.internal.session.LeaseHold;
import dev.underpin.plan.Plan;
import dev.underpin.report.RunListener;
import dev.underpin.spi.Settings;
import jakarta.inject.Inject;

/** Puts together what works on a run: each has an injector of its own, below the engine's. */
final class RunContexts {

    private final Injector injector;
    private final EngineOptions options;
    private final JournalJson json;

    @Inject
    RunContexts(Injector injector, EngineOptions options, JournalJson json) {
        this.injector = injector;
        this.options = options;
        this.json = json;
    }

    /** Works on the run, whose lease is held. */
    RunContext under(LeaseHold hold, EngineSessions engineSessions, Run run, Plan plan) {
        engineSessions.workOn(run.id());
        CurrentActivity activity = new CurrentActivity(options.listener());
        hold.beat(run.plan(), run.id().toString(), () -> json.text(activity.now()));
        RunContext runContext = of(engineSessions, run, plan, hold.journal(), hold.workers(), activity);
        noteOverrides(runContext.scope());
        return runContext;
    }

    /** Looks only; the journal cannot be written. */
    RunContext looking(EngineSessions engineSessions, Run run, Plan plan) {
        return of(
                engineSessions,
                run,
                plan,
                JournalWriter.readOnly(engineSessions.reading()),
                engineSessions.pool(session -> {}),
                options.listener());
    }

    private RunContext of(
            EngineSessions engineSessions,
            Run run,
            Plan plan,
            JournalWriter journal,
            SessionPool workers,
            RunListener listener) {
        Settings settings = options.overrides().over(plan.settings());
        engineSessions.speakFor(settings);
        RunScope scope = new RunScope(
                run.id(),
                run.plan(),
                settings,
                options.overrides(),
                engineSessions.dialect(),
                new Runs(journal),
                new JournalEvents(journal),
                new RelationClaims(journal),
                new Programs(journal, json, run.id()),
                new Checkpoints(journal, json),
                workers,
                new Blockers(engineSessions.observer()),
                listener,
                options.stop(),
                options.failpoints());
        Contexts contexts = new Contexts(engineSessions, plan.id(), plan.settings(), json);
        return injector.createChildInjector(new RunModule(scope, engineSessions, contexts))
                .getInstance(RunContext.class);
    }

    /** Who reads the journal later sees by what settings a command went. */
    private void noteOverrides(RunScope scope) {
        if (!options.overrides().equals(Overrides.NONE)) {
            scope.events()
                    .note(
                            scope.run(),
                            "settings",
                            json.text(new SettingsNote(options.actor(), scope.settings(), options.overrides())));
        }
    }

    /** In the journal. */
    private record SettingsNote(String actor, Settings inForce, Overrides given) {}
}
