package dev.underpin.indexing;

import dev.underpin.indexing.CreateIndex.Memory;
import dev.underpin.spi.Ledger;
import dev.underpin.spi.Names;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be removed until the indexes are as they were. What was not built by this step stays: an index that was there
 * before and was attached would go with the partitioned index, so an equal one is built first and takes over its name.
 */
final class DropPhase {

    private final Memory memory;
    private final IndexStatements indexes;
    private final Ledger ledger;
    private final Names names;
    private final Removal removal;

    DropPhase(Memory memory, StepContext context) {
        this.memory = memory;
        this.indexes = context.dialect().statements(IndexStatements.class);
        this.ledger = context.ledger();
        this.names = context.names();
        this.removal = new Removal(memory.canonical(), indexes);
    }

    /** One round; empty once all is as it was. */
    Program round(IndexTree tree) {
        List<Action> actions = new ArrayList<>();
        for (Node node : tree.nodes()) {
            if (!node.leaf() && ours(node, Keys.declare(node.table())) && !attached(node)) {
                List<Node> below = tree.below(node);
                List<Node> kept = below.stream()
                        .filter(leaf -> attached(leaf) && existed(leaf))
                        .toList();
                kept.forEach(leaf -> twin(leaf).ifPresent(actions::add));
                actions.add(drop(node, below, kept));
            }
        }
        tree.nodes().stream()
                .filter(node -> node.leaf() && ours(node, Keys.build(node.table())) && !attached(node))
                .map(node -> removal.concurrently(Keys.drop(node.table()), node.place(), Undo.NONE))
                .forEach(actions::add);
        return Program.of(actions);
    }

    private boolean ours(Node node, String key) {
        return node.found().isPresent() && !node.adopted() && !existed(node) && ledger.applied(key);
    }

    private static boolean attached(Node node) {
        return node.found().flatMap(Index::parent).isPresent();
    }

    private boolean existed(Node node) {
        return memory.expected().stream()
                .anyMatch(expected -> expected.existed() && expected.place().equals(node.place()));
    }

    private Optional<Action> twin(Node node) {
        TableIndex twin = twinOf(node);
        Optional<Index> present = node.host().index(twin.index());
        if (present.filter(Index::usable).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(new Autocommit(
                Keys.twin(node.table()),
                "Build on " + node.table() + " what shall take the place of index "
                        + node.place().index(),
                indexes.buildConcurrently(twin, memory.canonical()),
                indexes.probeBuilt(twin, memory.canonical()),
                List.of(indexes.dropConcurrently(twin)),
                Optional.empty(),
                Undo.NONE));
    }

    private TableIndex twinOf(Node node) {
        return new TableIndex(node.table(), names.beside(node.place().index(), "_kept"));
    }

    private Action drop(Node top, List<Node> below, List<Node> kept) {
        List<QualifiedName> tables = below.stream().map(Node::table).toList();
        List<Op> ops = new ArrayList<>();
        ops.add(removal.stillOurs(top.place()));
        ops.add(indexes.dropPartitioned(top.place().index(), tables));
        for (Node leaf : kept) {
            ops.add(removal.complete(twinOf(leaf)));
            ops.add(indexes.rename(twinOf(leaf).index(), leaf.place().index()));
        }
        return Transaction.of(
                Keys.drop(top.table()),
                "Drop index " + top.place().index() + " on " + top.table() + " with its parts on " + (tables.size() - 1)
                        + " partitions",
                Undo.NONE,
                ops);
    }
}
