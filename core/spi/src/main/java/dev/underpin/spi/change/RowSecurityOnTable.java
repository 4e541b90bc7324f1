package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.SecuredTable;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Whether the policies of a table hold, and for its owner, too; not those of its partitions. */
public final class RowSecurityOnTable extends TableChange {

    private final boolean enabled;
    private final Optional<Boolean> forced;

    public RowSecurityOnTable(QualifiedName table, boolean enabled, boolean forced) {
        this(table, enabled, Optional.of(forced));
    }

    /** @param forced empty: as it is */
    public RowSecurityOnTable(QualifiedName table, boolean enabled, Optional<Boolean> forced) {
        super(table);
        this.enabled = enabled;
        this.forced = forced;
    }

    @Override
    public String aspect() {
        return "row level security of " + table();
    }

    @Override
    public String title() {
        return (enabled ? "Enable" : "Disable") + " row level security of " + table()
                + (forced.orElse(false) ? ", for its owner, too" : "");
    }

    @Override
    protected List<Finding> requirements(Table present, StepContext context) {
        return ChangedPolicies.supported().unmet(context);
    }

    @Override
    public Sql state(StepContext context) {
        return ChangedPolicies.policies(context).switches(table());
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        return List.of(Stage.of(title(), between(present.rowSecurity(), after(present), context)));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        return between(after(present), present.rowSecurity(), context);
    }

    private List<Sql> between(RowSecurity from, RowSecurity to, StepContext context) {
        return new RowSecurityTransition(
                        new SecuredTable(table(), from),
                        new SecuredTable(table(), to),
                        Map.of(),
                        ChangedPolicies.policies(context))
                .statements();
    }

    private RowSecurity after(Table present) {
        return new RowSecurity(
                enabled,
                forced.orElse(present.rowSecurity().forced()),
                present.rowSecurity().policies());
    }

    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        RowSecurity after = after(present);
        return Optional.of(table -> table.withRowSecurity(after));
    }
}
