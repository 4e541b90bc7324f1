package dev.underpin.partitioning.structure;

import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Ddl;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.dialect.DefinitionStatements.On;
import dev.underpin.spi.dialect.DefinitionStatements.Right;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The foreign keys of a converted table. They move in the cutover: a shadow that had them earlier would keep others from
 * deleting what its outdated rows still refer to, and so would a retired table that kept them. Moved, they are enforced
 * for new rows at once, and proven for all rows afterwards, while writers go on.
 */
public final class ForeignKeys {

    private final Conversion conversion;
    private final Ddl ddl;

    public ForeignKeys(Conversion conversion) {
        this.conversion = conversion;
        this.ddl = new Ddl(conversion.dialect());
    }

    public List<Constraint> all() {
        return of(conversion.before());
    }

    public static List<Constraint> of(Table table) {
        return table.constraints().stream()
                .filter(constraint -> constraint.kind() == Constraint.Kind.FOREIGN_KEY)
                .toList();
    }

    /** A right that is missing. */
    record Lacked(String role, String privilege, String kind, String schema, String name) {}

    /**
     * Of the tables that the keys refer to, before the table's own locks: who writes to both writes to those first. The mode
     * lets through what an INSERT that has begun on the table still has to look up there; a stronger one would wait for the
     * table's lock, and the INSERT for it, without end. A role that may only refer to a table cannot lock it alone.
     */
    public List<Sql> lockReferenced(StepContext context) {
        List<QualifiedName> referenced = all().stream()
                .flatMap(key -> key.references().stream())
                .filter(table -> !table.equals(conversion.table()))
                .distinct()
                .sorted()
                .toList();
        if (referenced.isEmpty()) {
            return List.of();
        }
        String role = context.catalog().principal().name();
        List<Right> rights = referenced.stream()
                .map(table -> new Right(role, "UPDATE, DELETE, TRUNCATE", On.TABLE, table.schema(), table.local()))
                .toList();
        Set<QualifiedName> closed = context
                .ask(
                        "referenced",
                        context.dialect().statements(DefinitionStatements.class).lacking(rights),
                        Lacked.class)
                .stream()
                .map(lacked -> QualifiedName.of(lacked.schema(), lacked.name()))
                .collect(Collectors.toSet());
        return referenced.stream()
                .filter(table -> !closed.contains(table))
                .map(table -> ddl.lock(table, LockMode.SHARE_ROW_EXCLUSIVE))
                .toList();
    }

    /** In the cutover. */
    public List<Sql> move(List<QualifiedName> leaves) {
        List<Sql> statements = new ArrayList<>();
        for (Constraint key : all()) {
            statements.add(ddl.dropForeignKey(conversion.retired(), key));
            leaves.forEach(leaf ->
                    statements.add(ddl.addUnproven(leaf, key, Lock.unseen(leaf, LockMode.SHARE_ROW_EXCLUSIVE))));
        }
        return statements;
    }

    /** What is left to do after the cutover, as far as {@code leaves} have not got there. */
    public List<Action> complete(List<Table> tree) {
        Table parent = tree.get(0);
        List<Table> leaves = tree.subList(1, tree.size());
        List<Action> actions = new ArrayList<>();
        for (Constraint key : all()) {
            if (parent.constraint(key.name()).isEmpty()) {
                actions.addAll(complete(
                        key,
                        leaves.stream()
                                .filter(leaf -> leaf.constraint(key.name())
                                        .map(found -> !found.validated())
                                        .orElse(true))
                                .map(Table::name)
                                .toList()));
            }
        }
        return actions;
    }

    public List<Action> completeAll(List<QualifiedName> leaves) {
        return all().stream().flatMap(key -> complete(key, leaves).stream()).toList();
    }

    private List<Action> complete(Constraint key, List<QualifiedName> unproven) {
        List<Action> actions = new ArrayList<>();
        if (!unproven.isEmpty()) {
            actions.add(new Parallel(
                    "fk.prove:" + key.name(),
                    "Prove " + key.name() + " on the partitions",
                    conversion.config().copy().workers(),
                    unproven.stream().<Action>map(leaf -> prove(leaf, key)).toList()));
        }
        List<Op> ops = new ArrayList<>();
        ops.add(ddl.addOverProven(conversion.table(), key));
        if (key.comment().isPresent()) {
            ops.add(ddl.commentConstraint(conversion.table(), key.name(), key.comment()));
        }
        actions.add(
                Transaction.of("fk.parent:" + key.name(), "Declare " + key.name() + " on the table", Undo.NONE, ops));
        return actions;
    }

    private Action prove(QualifiedName table, Constraint key) {
        return Transaction.of(
                "fk.prove:" + key.name() + ":" + table.local(),
                "Prove " + key.name() + " on " + table,
                Undo.NONE,
                conversion.asOwner(ddl.validate(table, key)));
    }

    /** In the swap back, before the names change: off the partitioned table, whatever stage they had reached. */
    public List<Sql> removeFrom(List<Table> tree) {
        List<Sql> statements = new ArrayList<>();
        for (Constraint key : all()) {
            boolean declared = tree.get(0).constraint(key.name()).isPresent();
            tree.stream()
                    .filter(table -> table.constraint(key.name())
                            .filter(found -> !declared || !found.inherited())
                            .isPresent())
                    .forEach(table -> statements.add(ddl.dropForeignKey(table.name(), key)));
        }
        return statements;
    }

    /** In the swap back, when the old table has its name again. */
    public List<Sql> restore() {
        List<Sql> statements = new ArrayList<>();
        for (Constraint key : all()) {
            statements.add(ddl.addUnproven(
                    conversion.table(), key, Lock.on(conversion.table(), LockMode.SHARE_ROW_EXCLUSIVE)));
            if (key.comment().isPresent()) {
                statements.add(ddl.commentConstraint(conversion.table(), key.name(), key.comment()));
            }
        }
        return statements;
    }

    /** After the swap back. */
    public List<Action> proveRestored(Optional<Table> now) {
        return all().stream()
                .filter(key -> now.flatMap(table -> table.constraint(key.name()))
                        .map(found -> !found.validated())
                        .orElse(true))
                .map(key -> prove(conversion.table(), key))
                .toList();
    }
}
