package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.StandInStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;

/** What earlier steps of the plan are going to bind to a table, and what would stay with the old one. */
final class ForetoldDependents {

    private final QualifiedName table;
    private final StepContext context;

    ForetoldDependents(QualifiedName table, StepContext context) {
        this.table = table;
        this.context = context;
    }

    /** An answer. */
    record Reads(String text) {}

    List<Finding> findings() {
        return context.catalog().foretoldViews().stream()
                .filter(View::materialized)
                .filter(this::reads)
                .map(view -> Finding.error(
                        Codes.MATERIALIZED_VIEW,
                        "the materialized view " + view.name()
                                + ", which an earlier step creates, would stay with the old" + " table " + table,
                        "Put the step that creates it behind the conversion."))
                .toList();
    }

    /** One of which the server makes nothing yet is found when its turn comes. */
    private boolean reads(View view) {
        StandInStatements standIns = context.dialect().statements(StandInStatements.class);
        QualifiedName standIn = standIns.name(view.name().local());
        try {
            return !context.queryInScratch(
                            "reads:" + view.name(),
                            List.of(standIns.view(standIn, view)),
                            standIns.reads(standIn, table),
                            Reads.class)
                    .isEmpty();
        } catch (ServerRefusal unknown) {
            return false;
        }
    }
}
