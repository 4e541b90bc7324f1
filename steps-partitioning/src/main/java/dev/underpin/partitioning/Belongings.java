package dev.underpin.partitioning;

import dev.underpin.spi.LockMode;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Sql;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.ExtendedStatistics;
import dev.underpin.spi.catalog.Policy;
import dev.underpin.spi.catalog.RowSecurity;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.PolicyVocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jooq.impl.DSL;

/** What the table that has the name gets in the cutover, and not a moment earlier: rights, policies, triggers, statistics. */
final class Belongings {

    private final Conversion conversion;
    private final Table before;
    private final Dialect dialect;
    private final Ddl ddl;

    Belongings(Conversion conversion) {
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
        statements.addAll(statistics());
        statements.addAll(grants());
        return statements;
    }

    private List<Sql> rowSecurity() {
        QualifiedName table = conversion.table();
        RowSecurity security = before.rowSecurity();
        PolicyVocabulary policies = dialect.policies();
        List<Sql> statements = new ArrayList<>();
        for (Policy policy : security.policies()) {
            statements.add(policies.create(table, policy));
            if (policy.comment().isPresent()) {
                statements.add(policies.comment(table, policy.name(), policy.comment()));
            }
        }
        if (!security.enabled()) {
            statements.add(policies.enable(table, false));
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

    private List<Sql> statistics() {
        List<Sql> statements = new ArrayList<>();
        for (ExtendedStatistics one : before.statistics()) {
            statements.add(renameStatistics(one.name(), retired(one)));
            statements.add(dialect.sql("{0}", DSL.raw(one.definition()))
                    .locking(conversion.table(), LockMode.SHARE_UPDATE_EXCLUSIVE));
            one.target()
                    .ifPresent(target -> statements.add(
                            dialect.sql("ALTER STATISTICS {0} SET STATISTICS {1}", one.name(), DSL.inline(target))));
            one.comment()
                    .ifPresent(comment -> statements.add(
                            dialect.sql("COMMENT ON STATISTICS {0} IS {1}", one.name(), DSL.inline(comment))));
            statements.add(dialect.sql("ALTER STATISTICS {0} OWNER TO {1}", one.name(), Ddl.name(one.owner())));
        }
        return statements;
    }

    QualifiedName retired(ExtendedStatistics statistics) {
        return conversion.names().beside(statistics.name(), "_retired");
    }

    /** In the swap back. */
    List<Sql> restoreStatistics() {
        List<Sql> statements = new ArrayList<>();
        for (ExtendedStatistics one : before.statistics()) {
            statements.add(dialect.sql("DROP STATISTICS {0}", one.name())
                    .locking(conversion.table(), LockMode.SHARE_UPDATE_EXCLUSIVE));
            statements.add(renameStatistics(retired(one), one.name()));
        }
        return statements;
    }

    private Sql renameStatistics(QualifiedName from, QualifiedName to) {
        return dialect.sql("ALTER STATISTICS {0} RENAME TO {1}", from, Ddl.name(to.local()));
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
