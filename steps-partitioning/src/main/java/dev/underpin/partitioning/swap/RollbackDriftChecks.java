package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.structure.Definitions;
import dev.underpin.partitioning.structure.Orphans;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Dependent;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Question;
import java.util.ArrayList;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * What others may have done since the cutover that a rollback would lose.
 */
final class RollbackDriftChecks {

    private final Conversion conversion;
    private final StepContext context;

    RollbackDriftChecks(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
    }

    List<Op> checks() {
        Definitions definitions = new Definitions(conversion);
        List<Op> checks = new ArrayList<>(List.of(
                definitions.unchangedSinceCutover(Definitions.AFTER, conversion.table()),
                definitions.partitionsUnchangedSinceCutover(),
                nothingDepends()));
        checks.addAll(new Orphans(conversion, context)
                .none("Delete these rows, or add the ones that they refer to; then roll back again."));
        return checks;
    }

    /** Views are bound to the old table again; the rest would stay with the partitioned one. */
    private Check nothingDepends() {
        return new Check(
                "dependents:new",
                "Nothing but views has come to depend on " + conversion.table(),
                new Question.Rows(
                        conversion
                                .dialect()
                                .sql(
                                        "SELECT * FROM ({0}) AS d (kind, schema, name, detail) WHERE kind <> {1}",
                                        conversion
                                                .dialect()
                                                .statements(DefinitionStatements.class)
                                                .directDependents(conversion.table()),
                                        DSL.inline(Dependent.Kind.VIEW.name())),
                        Expect.none()),
                Check.OnMiss.FAIL,
                Codes.CHANGED_SINCE_CUTOVER,
                "Drop it, roll back, and create it again; or keep the partitioned table and finalize.");
    }
}
