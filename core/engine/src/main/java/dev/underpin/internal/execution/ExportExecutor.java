package dev.underpin.internal.execution;

import dev.underpin.control.Failpoint;
import dev.underpin.internal.batch.ExportFile;
import dev.underpin.internal.journal.ActionState;
import dev.underpin.internal.journal.Programs.ActionRow;
import dev.underpin.report.EngineCodes;
import dev.underpin.report.Outcome;
import dev.underpin.spi.program.Export;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Copies a query's rows to a file beside the client; without its manifest a file counts for nothing and is made anew. */
final class ExportExecutor implements ActionExecutor<Export> {

    @Override
    public Ended execute(Export action, ActionRow row, StepScope scope) {
        scope.run().programs().begin(row.id());
        scope.run().reached(Failpoint.EXPORT_INTENT, action.key());
        ExportFile.Manifest manifest = scope.run()
                .workers()
                .with(session -> session.readingOnly(() -> {
                    try {
                        return new ExportFile(Path.of(action.file())).write(session, action.query());
                    } catch (IOException failure) {
                        throw StepFailures.of(
                                Outcome.STOPPED,
                                scope.id(),
                                EngineCodes.EXPORT_FAILED,
                                "could not write " + action.file() + ": " + failure.getMessage(),
                                "Make room or mend the path, then resume; nothing was dropped.");
                    }
                }));
        scope.run().reached(Failpoint.EXPORT_WRITTEN, action.key());
        scope.run()
                .programs()
                .end(
                        row.id(),
                        ActionState.APPLIED,
                        manifest.rows(),
                        Map.of("rows", Long.toString(manifest.rows()), "sha256", manifest.sha256()));
        return Ended.applied(manifest.rows());
    }
}
