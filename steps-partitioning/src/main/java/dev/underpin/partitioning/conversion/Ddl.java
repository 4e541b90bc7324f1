package dev.underpin.partitioning.conversion;

import static dev.underpin.spi.program.LockMode.ACCESS_EXCLUSIVE;
import static dev.underpin.spi.program.LockMode.SHARE;
import static dev.underpin.spi.program.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.underpin.spi.program.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.underpin.spi.catalog.Acl;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Trigger;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** Plain statements about tables, each with the locks that it takes. */
public final class Ddl {

    private static final List<String> TABLE_RIGHTS =
            List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER");

    private final Dialect dialect;

    public Ddl(Dialect dialect) {
        this.dialect = dialect;
    }

    public Sql lock(QualifiedName table, LockMode mode) {
        return dialect.sql("LOCK TABLE {0} IN {1} MODE", table, DSL.keyword(mode.sql()))
                .locking(table, mode);
    }

    public Sql rename(QualifiedName table, QualifiedName to) {
        return alter(table, "RENAME TO {0}", name(to.local()));
    }

    public Sql renameIndex(QualifiedName index, QualifiedName to) {
        return dialect.sql("ALTER INDEX {0} RENAME TO {1}", index, name(to.local()))
                .locking(index, SHARE_UPDATE_EXCLUSIVE);
    }

    public Sql owner(QualifiedName table, String owner) {
        return alter(table, "OWNER TO {0}", name(owner));
    }

    public Sql drop(QualifiedName table) {
        return dialect.sql("DROP TABLE IF EXISTS {0}", table).locking(table, ACCESS_EXCLUSIVE);
    }

    public Sql comment(QualifiedName table, Optional<String> comment) {
        return dialect.sql("COMMENT ON TABLE {0} IS {1}", table, literal(comment))
                .locking(table, SHARE_UPDATE_EXCLUSIVE);
    }

    public Sql alter(QualifiedName table, String template, Object... parts) {
        return dialect.sql("ALTER TABLE {0} {1}", table, dialect.sql(template, parts))
                .locking(table, ACCESS_EXCLUSIVE);
    }

    public Sql attach(QualifiedName parent, Leaf leaf) {
        return dialect.sql("ALTER TABLE {0} ATTACH PARTITION {1} {2}", parent, leaf.name(), DSL.raw(leaf.bound()))
                .locking(parent, SHARE_UPDATE_EXCLUSIVE)
                .locking(leaf.name(), ACCESS_EXCLUSIVE);
    }

    Sql addConstraint(QualifiedName table, String constraint, String definition) {
        return alter(table, "ADD CONSTRAINT {0} {1}", name(constraint), DSL.raw(definition));
    }

    /**
     * Enforced for new rows; those that are there are not looked at.
     *
     * @param lock that it takes on the table itself
     */
    public Sql addUnproven(QualifiedName table, Constraint foreignKey, Lock lock) {
        return dialect.sql(
                        "ALTER TABLE {0} ADD CONSTRAINT {1} {2} NOT VALID",
                        table, name(foreignKey.name()), DSL.raw(foreignKey.definition()))
                .locking(lock)
                .locking(foreignKey.references().orElseThrow(), SHARE_ROW_EXCLUSIVE);
    }

    /** All partitions have the same foreign key already, and proven: nothing is read. */
    public Sql addOverProven(QualifiedName parent, Constraint foreignKey) {
        return dialect.sql(
                        "ALTER TABLE {0} ADD CONSTRAINT {1} {2}",
                        parent, name(foreignKey.name()), DSL.raw(foreignKey.definition()))
                .locking(parent, SHARE_ROW_EXCLUSIVE)
                .locking(foreignKey.references().orElseThrow(), ACCESS_EXCLUSIVE);
    }

    public Sql validate(QualifiedName table, Constraint foreignKey) {
        return dialect.sql("ALTER TABLE {0} VALIDATE CONSTRAINT {1}", table, name(foreignKey.name()))
                .locking(table, SHARE_UPDATE_EXCLUSIVE)
                .locking(foreignKey.references().orElseThrow(), LockMode.ROW_SHARE);
    }

    public Sql dropForeignKey(QualifiedName table, Constraint foreignKey) {
        return alter(table, "DROP CONSTRAINT {0}", name(foreignKey.name()))
                .locking(foreignKey.references().orElseThrow(), ACCESS_EXCLUSIVE);
    }

    public Sql commentConstraint(QualifiedName table, String constraint, Optional<String> comment) {
        return dialect.sql("COMMENT ON CONSTRAINT {0} ON {1} IS {2}", name(constraint), table, literal(comment))
                .locking(table, SHARE_UPDATE_EXCLUSIVE);
    }

    /**
     * @param shape what follows USING
     */
    Sql createIndex(QualifiedName index, boolean unique, QualifiedName table, String shape) {
        return dialect.sql(
                        "CREATE {0} {1} ON {2} USING {3}",
                        DSL.keyword(unique ? "UNIQUE INDEX" : "INDEX"), name(index.local()), table, DSL.raw(shape))
                .locking(table, SHARE);
    }

    public Sql commentIndex(QualifiedName index, String comment) {
        return dialect.sql("COMMENT ON INDEX {0} IS {1}", index, DSL.inline(comment))
                .locking(index, SHARE_UPDATE_EXCLUSIVE);
    }

    Sql indexStatistics(QualifiedName index, int key, int target) {
        return dialect.sql(
                        "ALTER INDEX {0} ALTER COLUMN {1} SET STATISTICS {2}",
                        index, DSL.inline(key), DSL.inline(target))
                .locking(index, SHARE_UPDATE_EXCLUSIVE);
    }

    /** As the server printed it; the name of the table in it is looked up anew. */
    public Sql createTrigger(QualifiedName table, Trigger trigger) {
        return dialect.sql("{0}", DSL.raw(trigger.definition())).locking(table, SHARE_ROW_EXCLUSIVE);
    }

    public Sql commentTrigger(QualifiedName table, Trigger trigger) {
        return dialect.sql(
                        "COMMENT ON TRIGGER {0} ON {1} IS {2}", name(trigger.name()), table, literal(trigger.comment()))
                .locking(table, SHARE_UPDATE_EXCLUSIVE);
    }

    /** Sets when it fires, from the state that a new trigger has. */
    public Optional<Sql> triggerState(QualifiedName table, Trigger trigger) {
        return switch (trigger.enabled()) {
            case "O" -> Optional.empty();
            case "D" -> Optional.of(alter(table, "DISABLE TRIGGER {0}", name(trigger.name())));
            default -> Optional.of(enableTrigger(table, trigger));
        };
    }

    /** Sets when it fires, from disabled. */
    public Sql enableTrigger(QualifiedName table, Trigger trigger) {
        String when = switch (trigger.enabled()) {
            case "O" -> "ENABLE TRIGGER";
            case "R" -> "ENABLE REPLICA TRIGGER";
            case "A" -> "ENABLE ALWAYS TRIGGER";
            default -> throw new IllegalArgumentException("a trigger cannot be " + trigger.enabled());
        };
        return alter(table, "{0} {1}", DSL.keyword(when), name(trigger.name()));
    }

    public Sql disableUserTriggers(QualifiedName table) {
        return alter(table, "DISABLE TRIGGER USER");
    }

    /** One statement for each grantee, those of the owner left out. */
    public List<Sql> grants(QueryPart object, Acl acl, String owner, Optional<String> column) {
        Map<GrantTo, List<String>> privileges = new LinkedHashMap<>();
        for (Acl.Grant grant : acl.grants()) {
            if (!grant.grantee().equals(owner)) {
                privileges
                        .computeIfAbsent(new GrantTo(grant.grantee(), grant.grantable()), key -> new ArrayList<>())
                        .add(grant.privilege());
            }
        }
        List<Sql> statements = new ArrayList<>();
        privileges.forEach((to, granted) -> statements.add(dialect.sql(
                "GRANT {0} ON {1} TO {2}{3}",
                DSL.list(granted.stream()
                        .distinct()
                        .<QueryPart>map(privilege -> column.<QueryPart>map(
                                        name -> DSL.sql("{0} ({1})", DSL.keyword(privilege), name(name)))
                                .orElse(DSL.keyword(privilege)))
                        .toList()),
                object,
                role(to.grantee()),
                DSL.raw(to.grantable() ? " WITH GRANT OPTION" : ""))));
        return statements;
    }

    /** An owner may have taken rights from himself. */
    public List<Sql> ownersRights(QualifiedName table, Acl acl, String owner) {
        List<String> kept = acl.grants().stream()
                .filter(grant -> grant.grantee().equals(owner))
                .map(Acl.Grant::privilege)
                .distinct()
                .toList();
        if (acl.builtIn() || kept.containsAll(TABLE_RIGHTS)) {
            return List.of();
        }
        List<Sql> statements = new ArrayList<>();
        statements.add(dialect.sql("REVOKE ALL ON TABLE {0} FROM {1}", table, name(owner)));
        if (!kept.isEmpty()) {
            statements.add(dialect.sql(
                    "GRANT {0} ON TABLE {1} TO {2}",
                    DSL.list(kept.stream().map(DSL::keyword).toList()), table, name(owner)));
        }
        return statements;
    }

    private record GrantTo(String grantee, boolean grantable) {}

    public Sql revokeAll(QualifiedName table, Collection<String> grantees) {
        return revokeAll(DSL.sql("TABLE {0}", table.jooq()), grantees);
    }

    public Sql revokeAll(QueryPart object, Collection<String> grantees) {
        List<QueryPart> roles = new ArrayList<>();
        roles.add(DSL.keyword("PUBLIC"));
        grantees.stream()
                .filter(grantee -> !grantee.equals("public"))
                .distinct()
                .sorted()
                .forEach(grantee -> roles.add(name(grantee)));
        return dialect.sql("REVOKE ALL ON {0} FROM {1}", object, DSL.list(roles));
    }

    /** With what they gave others. */
    public Sql revokeFrom(QualifiedName table, Optional<String> column, Collection<String> grantees) {
        return dialect.sql(
                "REVOKE ALL {0}ON TABLE {1} FROM {2} CASCADE",
                column.<QueryPart>map(name -> DSL.sql("({0}) ", name(name))).orElse(DSL.raw("")),
                table,
                DSL.list(grantees.stream().map(Ddl::role).toList()));
    }

    public Sql enableRowSecurity(QualifiedName table) {
        return alter(table, "ENABLE ROW LEVEL SECURITY");
    }

    /** {@code WITH (…)}, or nothing; text that the server gave. */
    public static QueryPart with(Map<String, String> options) {
        if (options.isEmpty()) {
            return DSL.raw("");
        }
        List<QueryPart> each = new ArrayList<>();
        options.forEach((key, value) -> each.add(DSL.sql(
                "{0} = {1}",
                key.startsWith("toast.") ? DSL.sql("toast.{0}", name(key.substring("toast.".length()))) : name(key),
                DSL.inline(value))));
        return DSL.sql(" WITH ({0})", DSL.list(each));
    }

    public static QueryPart tablespace(Optional<String> tablespace) {
        return tablespace
                .<QueryPart>map(space -> DSL.sql(" TABLESPACE {0}", name(space)))
                .orElse(DSL.raw(""));
    }

    public static Name name(String local) {
        return DSL.quotedName(local);
    }

    public static QueryPart role(String role) {
        return role.equals("public") ? DSL.keyword("PUBLIC") : name(role);
    }

    static QueryPart literal(Optional<String> text) {
        return text.<QueryPart>map(DSL::inline).orElse(DSL.keyword("NULL"));
    }
}
