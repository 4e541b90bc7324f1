package dev.underpin.indexing;

import dev.underpin.indexing.CreateIndex.Expected;
import dev.underpin.indexing.CreateIndex.Memory;
import dev.underpin.spi.Ledger;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.catalog.View;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.dialect.IndexStatements.Definable;
import dev.underpin.spi.dialect.IndexStatements.TableIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which indexes there will be, and how the catalog will show them. */
final class Expectations {

    private record Definition(String text) {}

    private Expectations() {}

    static List<Expected> of(IndexTree tree, CanonicalIndex canonical, StepContext context) {
        List<Node> nodes = tree.nodes();
        List<Definition> definitions = context.ask(
                "definitions:" + tree.root().table(),
                context.dialect()
                        .statements(IndexStatements.class)
                        .definitions(
                                canonical,
                                nodes.stream()
                                        .map(node -> new Definable(
                                                node.place(), node.host().partitioned()))
                                        .toList()),
                Definition.class);
        List<Expected> expected = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            expected.add(new Expected(
                    node.place(),
                    node.parent().map(TableIndex::index),
                    definitions.get(i).text(),
                    existed(node, context.ledger())));
        }
        return expected;
    }

    private static boolean existed(Node node, Ledger ledger) {
        return node.leaf() && node.found().isPresent() && !ledger.applied(Keys.build(node.table()));
    }

    static Catalog predict(Memory memory, Catalog before) {
        List<Table> tables = new ArrayList<>();
        List<View> views = new ArrayList<>();
        for (Expected expected : memory.expected()) {
            Index index = memory.canonical().named(expected.place().index(), expected.definition(), expected.parent());
            before.table(expected.place().table())
                    .ifPresent(table -> tables.add(table.withIndexes(with(table.indexes(), index))));
            before.view(expected.place().table())
                    .ifPresent(view -> views.add(view.withIndexes(with(view.indexes(), index))));
        }
        return before.with(tables, views, List.of());
    }

    private static List<Index> with(List<Index> present, Index added) {
        List<Index> all = new ArrayList<>(present);
        all.removeIf(index -> index.name().equals(added.name()));
        all.add(added);
        all.sort(Comparator.comparing(Index::name));
        return all;
    }
}
