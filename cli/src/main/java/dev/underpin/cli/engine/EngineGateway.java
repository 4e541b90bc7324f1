package dev.underpin.cli.engine;

import dev.underpin.control.Assumptions;
import dev.underpin.control.Overrides;
import dev.underpin.plan.Plan;
import dev.underpin.report.MaintenanceReport;
import dev.underpin.report.RunReport;
import dev.underpin.report.StatusReport;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The Java API as the commands use it, for one connection and one command. Whatever is expected to go wrong ends a call with a
 * {@link dev.underpin.report.Failure}.
 */
public interface EngineGateway extends AutoCloseable {

    RunReport check(Plan plan);

    RunReport preview(Plan plan);

    /** @param keepStep the last step that stays applied */
    RunReport previewRollback(String planId, Optional<String> keepStep);

    RunReport previewFinalize(String planId);

    RunReport apply(Plan plan);

    /** @param consent is given the preview, and throws if nothing is to be done */
    RunReport apply(Plan plan, Consumer<RunReport> consent);

    RunReport resume(Plan plan, Assumptions assumptions);

    RunReport resume(String planId, Assumptions assumptions);

    RunReport cutover(String planId);

    RunReport verify(String planId);

    /** Unless the plan is another than what was applied. */
    RunReport verify(Plan plan);

    /** @param keepStep the last step that stays applied */
    RunReport rollback(String planId, Optional<String> keepStep, Assumptions assumptions);

    /** @param acceptDifferences goes on in spite of what differs from the plan */
    RunReport finalizeRun(String planId, boolean acceptDifferences);

    MaintenanceReport maintain(Optional<String> planId, boolean now);

    RunReport sync(String planId);

    StatusReport status(Optional<String> planId);

    /** The same, going by other settings than the plans'. */
    EngineGateway with(Overrides overrides);

    /** The first time: stop at a safe boundary. The second time: cancel what runs. From any thread. */
    void requestStop();

    @Override
    void close();
}
