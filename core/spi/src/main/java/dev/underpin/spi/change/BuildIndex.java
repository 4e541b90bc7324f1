package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.dialect.KeyStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * An index of columns, for a change that needs one: built while the table is read and written, of a table that is not partitioned. A rollback
 * drops it together with what else is taken back.
 */
public final class BuildIndex extends TableChange {

    private final List<String> columns;
    private final ConcurrentBuild build;

    public BuildIndex(QualifiedName table, String index, List<String> columns) {
        super(table);
        this.columns = List.copyOf(columns);
        this.build = new ConcurrentBuild(
                this, index, IndexSpec.on(columns.stream().map(Identifier::new).toList()));
    }

    @Override
    public String aspect() {
        return "index " + index();
    }

    @Override
    public String title() {
        return "Build index " + index() + " of " + table();
    }

    private QualifiedName index() {
        return build.place().index();
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        if (present.partitioned()) {
            return List.of(Finding.error(
                    ChangeCodes.NO_INDEX_OF_PARTITIONED,
                    table() + " is partitioned, and its index would be built partition by partition",
                    "Build it by indexing.create in a step of its own."));
        }
        List<Requirement> required = new ArrayList<>(List.of(
                Requirements.fits(index().local()),
                Requirements.createsIn(table().schema()),
                Requirements.free(index())));
        columns.forEach(column -> required.add(Requirements.column(table(), column)));
        List<Finding> findings = Requirement.all(required).unmet(context);
        return findings.isEmpty() ? refused(present, context) : findings;
    }

    private List<Finding> refused(Table present, StepContext context) {
        try {
            build.canonical(present, context);
            return List.of();
        } catch (ServerRefusal refusal) {
            return List.of(Finding.error(
                    ChangeCodes.INDEX_REFUSED,
                    "the server refuses an index of " + String.join(", ", columns) + ": " + refusal.serverMessage(),
                    "Name columns whose values can be put in order."));
        }
    }

    /** Whoever else has taken the name does not lose it by the way back. */
    @Override
    public Sql state(StepContext context) {
        return context.dialect()
                .sql(
                        "SELECT concat_ws(' ', ({0}), ({1}))",
                        context.dialect().statements(KeyStatements.class).of(build.place()),
                        ConcurrentBuild.indexes(context).otherOwner(build.place()));
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        return List.of(build.stage(present, context), Stage.of("See that " + index() + " is built", List.of()));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        return List.of(ConcurrentBuild.indexes(context).drop(build.place()));
    }

    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        List<Index> indexes = new ArrayList<>(present.indexes());
        indexes.add(build.built(present, context));
        indexes.sort(Comparator.comparing(Index::name));
        return Optional.of(table -> table.withIndexes(indexes));
    }
}
