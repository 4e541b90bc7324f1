package dev.underpin.internal.command;

import dev.underpin.internal.duty.Duties;
import dev.underpin.internal.execution.RunScope;
import dev.underpin.internal.reporting.ClosedGates;
import dev.underpin.internal.reporting.RunReports;
import dev.underpin.internal.step.RunSteps;
import dev.underpin.internal.step.StepRunner;
import dev.underpin.internal.undo.FinalizeChecks;
import dev.underpin.internal.undo.FinalizeRunner;
import dev.underpin.internal.undo.InDoubtResolver;
import dev.underpin.internal.undo.RollbackOutlook;
import dev.underpin.internal.undo.RollbackRunner;
import dev.underpin.internal.undo.UndoPreview;
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
        ClosedGates gates,
        Provider<UndoPreview> undoPreview)
        implements AutoCloseable {

    @Inject
    RunContext {}

    @Override
    public void close() {
        scope.workers().close();
    }
}
