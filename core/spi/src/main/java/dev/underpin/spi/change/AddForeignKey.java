package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Capability;
import dev.underpin.spi.dialect.ConstraintStatements.ForeignKey;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** That each row refers to one that is there: at once for new rows, proven for those that are there while they are read and written. */
public final class AddForeignKey extends AddedConstraint {

    private final ForeignKey key;

    public AddForeignKey(QualifiedName table, String constraint, ForeignKey key) {
        super(table, constraint);
        this.key = key;
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        List<Finding> findings = new ArrayList<>(super.requirements(present, context));
        findings.addAll(Requirements.exists(key.references(), RelationKind.TABLE, RelationKind.PARTITIONED_TABLE)
                .unmet(context));
        if (present.partitioned() && !context.dialect().has(Capability.NOT_VALID_FOREIGN_KEYS_ON_PARTITIONED)) {
            findings.add(Finding.error(
                    ChangeCodes.NOT_ON_PARTITIONED,
                    table()
                            + " is partitioned, and this server cannot add a foreign key to it without reading all rows meanwhile",
                    "Add it to the partitions one by one, then to the table by sql.run."));
        }
        return findings;
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        return List.of(
                Stage.of(title(), List.of(constraints(context).addForeignKey(table(), constraint(), key))),
                Stage.of(
                        "Prove " + constraint() + " for the rows of " + table(),
                        List.of(constraints(context).prove(table(), constraint(), Optional.of(key.references())))));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        List<QualifiedName> locked = new ArrayList<>(names(context));
        locked.add(key.references());
        return List.of(constraints(context).drop(locked, constraint(), false));
    }

    /** The referenced table's triggers are not in the model. */
    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        return Optional.empty();
    }
}
