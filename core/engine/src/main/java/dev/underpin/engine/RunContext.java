package dev.underpin.engine;

import jakarta.inject.Inject;
import jakarta.inject.Provider;

/** A run and all that works on it, for the command that has it at hand; its sessions are closed with it. */
record RunContext(
        RunScope scope,
        RunSteps steps,
        StepRunner runner,
        ApplyRunner applying,
        RollbackRunner rollback,
        RollbackOutlook outlook,
        Duties duties,
        FinalizeRunner finalizing,
        FinalizeChecks finalizeChecks,
        InDoubtResolver inDoubt,
        RunMeasurements measurements,
        RunReports reports,
        Provider<UndoPreview> undoPreview)
        implements AutoCloseable {

    @Inject
    RunContext {}

    @Override
    public void close() {
        scope.workers().close();
    }
}
