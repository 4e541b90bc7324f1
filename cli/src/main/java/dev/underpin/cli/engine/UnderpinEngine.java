package dev.underpin.cli.engine;

import dev.underpin.Underpin;
import dev.underpin.control.Assumptions;
import dev.underpin.control.Overrides;
import dev.underpin.db.ConnectionSettings;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.MaintenanceReport;
import dev.underpin.report.RunListener;
import dev.underpin.report.RunReport;
import dev.underpin.report.StatusReport;
import java.util.Optional;
import java.util.function.Consumer;

/** The engine itself. */
public final class UnderpinEngine implements EngineGateway {

    private final Underpin underpin;

    private UnderpinEngine(Underpin underpin) {
        this.underpin = underpin;
    }

    public static UnderpinEngine open(ConnectionSettings settings, PluginRegistry registry, RunListener listener) {
        return new UnderpinEngine(Underpin.builder()
                .dataSource(settings.dataSource())
                .host(settings.host())
                .port(settings.port())
                .registry(registry)
                .listener(listener)
                .build());
    }

    @Override
    public RunReport check(Plan plan) {
        return underpin.check(plan);
    }

    @Override
    public RunReport preview(Plan plan) {
        return underpin.preview(plan);
    }

    @Override
    public RunReport previewRollback(String planId, Optional<String> keepStep) {
        return underpin.previewRollback(planId, keepStep);
    }

    @Override
    public RunReport previewFinalize(String planId) {
        return underpin.previewFinalize(planId);
    }

    @Override
    public RunReport apply(Plan plan) {
        return underpin.apply(plan);
    }

    @Override
    public RunReport apply(Plan plan, Consumer<RunReport> consent) {
        return underpin.apply(plan, consent);
    }

    @Override
    public RunReport resume(Plan plan, Assumptions assumptions) {
        return underpin.resume(plan, assumptions);
    }

    @Override
    public RunReport resume(String planId, Assumptions assumptions) {
        return underpin.resume(planId, assumptions);
    }

    @Override
    public RunReport cutover(String planId) {
        return underpin.cutover(planId);
    }

    @Override
    public RunReport verify(String planId) {
        return underpin.verify(planId);
    }

    @Override
    public RunReport verify(Plan plan) {
        return underpin.verify(plan);
    }

    @Override
    public RunReport rollback(String planId, Optional<String> keepStep, Assumptions assumptions) {
        return underpin.rollback(planId, keepStep, assumptions);
    }

    @Override
    public RunReport finalizeRun(String planId, boolean acceptDifferences) {
        return underpin.finalizeRun(planId, acceptDifferences);
    }

    @Override
    public MaintenanceReport maintain(Optional<String> planId, boolean now) {
        return underpin.maintain(planId, now);
    }

    @Override
    public RunReport sync(String planId) {
        return underpin.sync(planId);
    }

    @Override
    public StatusReport status(Optional<String> planId) {
        return underpin.status(planId);
    }

    @Override
    public EngineGateway with(Overrides overrides) {
        return new UnderpinEngine(underpin.with(overrides));
    }

    @Override
    public void requestStop() {
        underpin.requestStop();
    }

    @Override
    public void close() {
        underpin.close();
    }
}
