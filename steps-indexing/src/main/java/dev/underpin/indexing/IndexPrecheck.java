package dev.underpin.indexing;

import dev.underpin.indexing.CreateIndex.Config;
import dev.underpin.indexing.Node.State;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Index;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Check.OnMiss;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What speaks against building an index, and what should be known before. */
final class IndexPrecheck {

    private static final int SAMPLE = 5;

    private final Config config;
    private final StepContext context;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();

    IndexPrecheck(Config config, StepContext context) {
        this.config = config;
        this.context = context;
    }

    Inspection inspect() {
        IndexRequirements requirements = new IndexRequirements(config, context);
        List<IndexedRelation> hosts = IndexedRelation.of(config.table(), context.catalog());
        findings.addAll(requirements.ofTable(hosts));
        if (!hosts.isEmpty()) {
            findings.addAll(requirements.ofDefinition(hosts));
            if (findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR)) {
                canonical(hosts).ifPresent(canonical -> compare(hosts, canonical));
            }
        }
        return new Inspection(findings, checks);
    }

    private Optional<CanonicalIndex> canonical(List<IndexedRelation> hosts) {
        try {
            return Optional.of(Canonical.of(config.spec(), hosts.get(0), context));
        } catch (ServerRefusal refusal) {
            findings.add(Finding.error(
                    Codes.REFUSED_BY_SERVER,
                    "The server would refuse index " + config.name() + ": " + refusal.serverMessage(),
                    "Correct the definition; it was tried on an empty copy of " + config.table() + "."));
            return Optional.empty();
        }
    }

    private void compare(List<IndexedRelation> hosts, CanonicalIndex canonical) {
        IndexTree tree = IndexTree.of(hosts, config.name(), canonical, context.catalog(), context.names());
        if (EquivalentIndex.complete(tree.root(), canonical).isPresent()) {
            return;
        }
        tree.nodes().forEach(this::names);
        otherInvalid(tree.root(), canonical);
        if (findings.stream().noneMatch(finding -> finding.severity() == Finding.Severity.ERROR)) {
            outlook(hosts, tree, canonical);
        }
    }

    private void names(Node node) {
        QualifiedName index = node.place().index();
        if (node.state() == State.TAKEN) {
            findings.add(Requirements.taken(index, holder(node)));
        } else if (unfinished(node) && !ours(node)) {
            findings.add(Finding.error(
                    Codes.INVALID_LEFTOVER,
                    "Index " + index + " on " + node.table() + " is there but invalid, and not from this run: its build"
                            + " was interrupted or still goes on.",
                    "If nobody is building it, drop it with DROP INDEX " + (node.leaf() ? "CONCURRENTLY " : "") + index
                            + "; then apply again."));
        } else if (!node.leaf() && node.state() == State.LOOSE && !ours(node)) {
            findings.add(Requirements.taken(
                    index, "an equal index of " + node.table() + " that a rollback could not put back"));
        }
    }

    private static boolean unfinished(Node node) {
        return node.found().isPresent() && !node.usable();
    }

    private boolean ours(Node node) {
        return context.ledger().applied(node.leaf() ? Keys.build(node.table()) : Keys.declare(node.table()));
    }

    private String holder(Node node) {
        return node.host()
                .index(node.place().index())
                .map(index -> "an index that differs or holds more: " + index.definition())
                .orElseGet(() -> "another relation ("
                        + context.catalog()
                                .kind(node.place().index())
                                .map(RelationKind::toString)
                                .orElse("unknown")
                        + ")");
    }

    private void otherInvalid(Node root, CanonicalIndex canonical) {
        root.host().indexes().stream()
                .filter(index -> !index.usable() && canonical.describes(index))
                .map(Index::name)
                .filter(name -> !name.equals(root.place().index()))
                .forEach(name -> findings.add(Finding.warning(
                        Codes.OTHER_INVALID,
                        "Index " + name + " on " + root.table() + " has the same definition but is invalid: no query"
                                + " uses it, every write maintains it.",
                        "Drop it, unless somebody is building it.")));
    }

    private void outlook(List<IndexedRelation> hosts, IndexTree tree, CanonicalIndex canonical) {
        List<QualifiedName> leaves =
                tree.nodes().stream().filter(Node::leaf).map(Node::table).toList();
        new Estimate(context).of(hosts, canonical, config).ifPresent(findings::add);
        if (tree.root().host().partitioned()) {
            findings.add(Finding.note(
                    Codes.UNDO_LOCKS,
                    "A rollback would drop the index of the partitioned table, which locks " + config.table()
                            + " and its " + (hosts.size() - 1) + " partitions against reading for an instant.",
                    "Nothing is to be done now; a rollback keeps to the plan's lockTimeout."));
        }
        tree.nodes().stream()
                .filter(node -> node.leaf() && node.state() == State.LOOSE)
                .forEach(node -> findings.add(Finding.note(
                        Codes.ADOPTED,
                        "Index " + node.place().index() + " on " + node.table() + " does the same already and becomes"
                                + " the partition's part.",
                        "Nothing is to be done; a rollback leaves an equal index under its name.")));
        duplicates();
        blockers(leaves);
    }

    private void duplicates() {
        if (!config.unique()) {
            return;
        }
        Optional<Table> table = context.catalog().table(config.table());
        boolean partitioned = table.filter(Table::partitioned).isPresent();
        Sql duplicates = context.dialect()
                .statements(IndexStatements.class)
                .duplicates(config.table(), config.spec(), partitioned, SAMPLE);
        checks.add(new Check(
                "unique:" + config.name(),
                "No key of unique index " + config.name() + " occurs twice in " + config.table(),
                new Question.Rows(
                        table.filter(found -> !found.rowSecurity().forced())
                                .map(found -> duplicates.as(found.owner()))
                                .orElse(duplicates),
                        Expect.none()),
                OnMiss.FAIL,
                Codes.DUPLICATES,
                "Remove or change the rows with these keys, or leave unique out."));
    }

    private void blockers(List<QualifiedName> leaves) {
        findings.addAll(Requirements.seesSessions("it cannot be said for whom the build would wait")
                .unmet(context));
        if (leaves.isEmpty()) {
            return;
        }
        checks.add(new Check(
                "blockers:" + config.name(),
                "No transaction that the build of " + config.name() + " must wait for has run for 30 seconds",
                new Question.Rows(
                        context.dialect().statements(IndexStatements.class).blockers(leaves), Expect.none()),
                OnMiss.WARN,
                Codes.BLOCKERS,
                "The build waits for them to end; end them, or set maxWait to give up after a time."));
    }
}
