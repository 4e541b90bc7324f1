package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.IndexSpec;
import dev.underpin.spi.dialect.KeyStatements.Kind;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A key of columns: a unique index is built while the table is read and written, and becomes a constraint of the same name. A rollback drops the
 * constraint, and the index with it.
 */
public final class BuildKey extends AddedKey {

    private final List<String> columns;
    private final ConcurrentBuild build;

    /** @param constraint its name, and the index's */
    public BuildKey(QualifiedName table, String constraint, Kind kind, List<String> columns) {
        super(table, constraint, kind);
        this.columns = List.copyOf(columns);
        this.build = new ConcurrentBuild(
                this,
                constraint,
                IndexSpec.uniqueOn(columns.stream().map(Identifier::new).toList()));
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        List<Finding> findings = new ArrayList<>(super.requirements(present, context));
        List<Requirement> required =
                new ArrayList<>(List.of(Requirements.fits(constraint()), Requirements.createsIn(table().schema())));
        if (findings.isEmpty()) {
            required.add(Requirements.free(place().index()));
        }
        columns.forEach(column -> required.add(Requirements.column(table(), column)));
        findings.addAll(Requirement.all(required).unmet(context));
        findings.addAll(unfit(present, columns));
        if (findings.isEmpty()) {
            try {
                build.canonical(present, context);
            } catch (ServerRefusal refusal) {
                findings.add(Finding.error(
                        ChangeCodes.KEY_REFUSED,
                        "the server refuses a key of " + String.join(", ", columns) + ": " + refusal.serverMessage(),
                        "Name columns whose values can be told apart, each once."));
            }
        }
        return findings;
    }

    /** Who gives another constraint the name while the index is built does not lose it by the way back. */
    @Override
    public Sql state(StepContext context) {
        return context.dialect()
                .sql(
                        "SELECT concat_ws(' ', ({0}), ({1}))",
                        super.state(context), constraints(context).of(table(), constraint()));
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        return List.of(build.stage(present, context), enforcing(context));
    }

    /** An index without a constraint is taken back as the statement that has built it. */
    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        return List.of(constraints(context).drop(names(context), constraint(), true));
    }

    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        return Optional.of(predicted(present, build.built(present, context), context));
    }
}
