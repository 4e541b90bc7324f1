package dev.underpin.indexing;

import dev.underpin.indexing.CreateIndex.Config;
import dev.underpin.indexing.CreateIndex.Memory;
import dev.underpin.indexing.Node.State;
import dev.underpin.spi.Ledger;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What is still missing until the index is complete. */
final class BuildPhase {

    private final Config config;
    private final CanonicalIndex canonical;
    private final IndexStatements indexes;
    private final Ledger ledger;
    private final Catalog catalog;
    private final Removal removal;

    BuildPhase(Config config, Memory memory, StepContext context) {
        this.config = config;
        this.canonical = memory.canonical();
        this.indexes = context.dialect().statements(IndexStatements.class);
        this.ledger = context.ledger();
        this.catalog = context.catalog();
        this.removal = new Removal(canonical, indexes);
    }

    /** On a relation without partitions. Its undo needs nobody to compile it. */
    List<Action> single(IndexedRelation host) {
        TableIndex place =
                new TableIndex(host.name(), host.name().sibling(config.name().name()));
        List<Action> actions = new ArrayList<>();
        if (host.index(place.index()).filter(index -> !index.usable()).isPresent()
                && ledger.applied(Keys.build(host.name()))) {
            actions.add(removal.concurrently(Keys.clear(host.name()), place, Undo.NONE));
        }
        actions.add(build(place, Undo.by(removal.concurrently(Keys.drop(host.name()), place, Undo.NONE))));
        if (config.analyzes()) {
            actions.add(analyze(host.name()));
        }
        return actions;
    }

    /** On a partitioned table: one round; empty once all is there. */
    Program round(IndexTree tree) {
        List<Action> actions = new ArrayList<>();
        tree.nodes().stream()
                .filter(node -> !node.leaf() && absent(node))
                .map(node -> declare(node.place()))
                .forEach(actions::add);
        List<Node> missing = tree.nodes().stream()
                .filter(node -> node.leaf() && (absent(node) || node.state() == State.BROKEN))
                .toList();
        together("clear", "Remove what interrupted builds left", ownDebris(missing), actions);
        together("build", "Build the partitions' indexes", builds(missing), actions);
        List<Action> attaching = attach(tree);
        actions.addAll(attaching);
        if (attaching.isEmpty()) {
            actions.addAll(revalidate(tree));
        }
        together("analyze", "Collect statistics on the partitions", analyses(tree, missing), actions);
        return Program.of(actions);
    }

    private static boolean absent(Node node) {
        return node.state() == State.ABSENT || node.state() == State.TAKEN;
    }

    private void together(String key, String title, List<Action> actions, List<Action> into) {
        if (actions.size() > 1) {
            into.add(new Parallel(key, title, Math.min(config.workers(), actions.size()), actions));
        } else {
            into.addAll(actions);
        }
    }

    private Action declare(TableIndex place) {
        return Transaction.of(
                Keys.declare(place.table()),
                "Declare index " + place.index() + " on " + place.table() + " alone",
                shrink(),
                indexes.declare(place, canonical));
    }

    /** An unfinished index that is not ours is left to the probe of its build, which stops the run. */
    private List<Action> ownDebris(List<Node> missing) {
        return missing.stream()
                .filter(node -> node.state() == State.BROKEN && ledger.applied(Keys.build(node.table())))
                .<Action>map(node -> removal.concurrently(Keys.clear(node.table()), node.place(), Undo.NONE))
                .toList();
    }

    private List<Action> builds(List<Node> missing) {
        return missing.stream().map(node -> build(node.place(), shrink())).toList();
    }

    private Action build(TableIndex place, Undo undo) {
        return new Autocommit(
                Keys.build(place.table()),
                "Build index " + place.index() + " on " + place.table() + " while it is read and written",
                indexes.buildConcurrently(place, canonical),
                indexes.probeBuilt(place, canonical),
                List.of(indexes.dropConcurrently(place)),
                config.maxWait(),
                undo);
    }

    /** The deepest first, so that a parent is complete when it is attached itself. */
    private List<Action> attach(IndexTree tree) {
        List<Action> actions = new ArrayList<>();
        for (Node node : tree.nodes()) {
            if (node.state() != State.IN_PLACE) {
                node.parent().ifPresent(parent -> actions.add(attach(parent, node.place())));
            }
        }
        Collections.reverse(actions);
        return actions;
    }

    private Action attach(TableIndex parent, TableIndex child) {
        return Transaction.of(
                Keys.attach(child.table()),
                "Attach index " + child.index() + " to " + parent.index(),
                shrink(),
                asOwner(parent, indexes.attach(parent, child)));
    }

    /** Expressions are looked into for that, and what in them is constant is evaluated. */
    private Sql asOwner(TableIndex place, Sql statement) {
        return catalog.table(place.table())
                .map(table -> statement.as(table.owner()))
                .orElse(statement);
    }

    /**
     * A partitioned index becomes valid when the last part is attached, but not when a partition without one goes. To
     * attach a part once more validates it; where no partition is left, it is declared once more.
     */
    private List<Action> revalidate(IndexTree tree) {
        List<Action> actions = new ArrayList<>();
        for (Node node : tree.nodes()) {
            if (!node.leaf() && !absent(node) && !node.usable()) {
                List<Node> children = tree.childrenOf(node);
                if (children.isEmpty()) {
                    actions.add(declareAgain(node.place()));
                } else if (children.stream().allMatch(Node::usable)) {
                    actions.add(attach(node.place(), children.get(0).place()));
                }
            }
        }
        return actions;
    }

    private Action declareAgain(TableIndex place) {
        List<Op> ops = List.of(
                removal.stillOurs(place),
                indexes.dropPartitioned(place.index(), List.of(place.table())),
                indexes.declare(place, canonical));
        return Transaction.of(
                Keys.declare(place.table()),
                "Declare index " + place.index() + " once more on " + place.table() + ", which has no partitions left",
                shrink(),
                ops);
    }

    private List<Action> analyses(IndexTree tree, List<Node> missing) {
        if (!config.analyzes()) {
            return List.of();
        }
        return tree.nodes().stream()
                .filter(Node::leaf)
                .filter(node -> missing.contains(node) || ledger.applied(Keys.build(node.table())))
                .filter(node -> !ledger.applied(Keys.analyze(node.table())))
                .map(node -> analyze(node.table()))
                .toList();
    }

    private Action analyze(QualifiedName table) {
        return new Transaction(
                Keys.analyze(table),
                "Collect statistics on " + table,
                List.of(indexes.analyze(table)),
                Optional.empty(),
                Undo.NONE);
    }

    private static Undo shrink() {
        return Undo.by(Converge.of(CreateIndex.SHRINK, "Remove what was built of the index"));
    }
}
