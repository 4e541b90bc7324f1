package dev.underpin.partitioning.swap;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.partitioning.structure.Statistics;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.PolicyStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jooq.impl.DSL;

/** What the table that has the name gets in the cutover, and not a moment earlier: rights, policies, triggers, statistics. */
final class TransferredProperties {

    private final Conversion conversion;
    private final Table before;
    private final Dialect dialect;
    private final Ddl ddl;

    TransferredProperties(Conversion conversion) {
        this.conversion = conversion;
        this.before = conversion.before();
        this.dialect = conversion.dialect();
        this.ddl = new Ddl(dialect);
    }

    /** When the new table has the name. */
    List<Sql> give() {
        List<Sql> statements = new ArrayList<>();
        statements.addAll(rowSecurity());
        statements.addAll(triggers());
        statements.addAll(new Statistics(conversion).handOver());
        statements.addAll(grants());
        return statements;
    }

    private List<Sql> rowSecurity() {
        QualifiedName table = conversion.table();
        RowSecurity security = before.rowSecurity();
        PolicyStatements policies = dialect.statements(PolicyStatements.class);
        List<Sql> statements = new ArrayList<>();
        for (Policy policy : security.policies()) {
            statements.add(policies.create(table, policy));
            if (policy.comment().isPresent()) {
                statements.add(policies.comment(table, policy.name(), policy.comment()));
            }
        }
        if (security.forced()) {
            statements.add(policies.force(table, true));
        }
        return statements;
    }

    private List<Sql> triggers() {
        List<Sql> statements = new ArrayList<>();
        if (!before.triggers().isEmpty()) {
            statements.add(ddl.disableUserTriggers(conversion.retired()));
        }
        for (Trigger trigger : before.triggers()) {
            statements.add(ddl.createTrigger(conversion.table(), trigger));
            ddl.triggerState(conversion.table(), trigger).ifPresent(statements::add);
            if (trigger.comment().isPresent()) {
                statements.add(ddl.commentTrigger(conversion.table(), trigger));
            }
        }
        return statements;
    }

    /** In the swap back, when the old table has its name again. */
    List<Sql> restoreTriggers() {
        return before.triggers().stream()
                .filter(trigger -> !trigger.enabled().equals("D"))
                .map(trigger -> ddl.enableTrigger(conversion.table(), trigger))
                .toList();
    }

    /** In the swap back. */
    List<Sql> restoreStatistics() {
        return new Statistics(conversion).takeBack();
    }

    private List<Sql> grants() {
        List<Sql> statements = new ArrayList<>(ddl.ownersRights(conversion.table(), before.acl(), before.owner()));
        statements.addAll(ddl.grants(
                DSL.sql("TABLE {0}", conversion.table().jooq()), before.acl(), before.owner(), Optional.empty()));
        for (Column column : before.columns()) {
            statements.addAll(ddl.grants(
                    DSL.sql("TABLE {0}", conversion.table().jooq()),
                    column.acl(),
                    before.owner(),
                    Optional.of(column.name())));
        }
        return statements;
    }

    /** In the swap back: the partitioned table is on its way out, and nobody else is to read it. */
    Sql closeShadow() {
        Collection<String> grantees = new TreeSet<>();
        before.acl().grants().forEach(grant -> grantees.add(grant.grantee()));
        before.columns().forEach(column -> column.acl().grants().forEach(grant -> grantees.add(grant.grantee())));
        grantees.remove(before.owner());
        return ddl.revokeAll(conversion.shadow(), grantees);
    }
}
