package dev.underpin.partitioning.copy;

import dev.underpin.partitioning.config.ConvertTableConfig;
import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.ConversionPhase;
import dev.underpin.partitioning.conversion.ConvertMemory;
import dev.underpin.partitioning.conversion.Leaf;
import dev.underpin.partitioning.conversion.OwnObjects;
import dev.underpin.partitioning.conversion.PartitionCoverage;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyRegistryStatements;
import dev.underpin.partitioning.sql.PartitionStatistics;
import dev.underpin.partitioning.structure.Definitions;
import dev.underpin.partitioning.structure.Identities;
import dev.underpin.partitioning.structure.PredictedText;
import dev.underpin.partitioning.structure.Statistics;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What comes before the cutover: the partitioned copy, filled and kept up, that nobody else sees. */
public final class Preparation {

    /** So many partitions are dropped at once. */
    public static final int PORTION = 20;

    private final ConvertTableConfig config;
    private final ConvertMemory memory;
    private final StepContext context;
    private final Conversion conversion;
    private final ShadowTable shadow;
    private final KeyLogStatements keyLogs;
    private final DefinitionStatements definitions;

    public Preparation(Conversion conversion, ConvertMemory memory, StepContext context) {
        this.config = conversion.config();
        this.memory = memory;
        this.context = context;
        this.conversion = conversion;
        this.shadow = new ShadowTable(conversion, context);
        this.keyLogs = context.dialect().statements(KeyLogStatements.class);
        this.definitions = context.dialect().statements(DefinitionStatements.class);
    }

    public Program program() {
        List<Leaf> leaves = conversion.partitions().leaves(memory.periods());
        List<Action> actions = new ArrayList<>();
        actions.add(createShadow(leaves));
        actions.add(capture());
        actions.add(ensurePlaces());
        actions.add(new Batches(
                "copy",
                "Copy the rows of " + conversion.table(),
                new Chunks.Pages(conversion.table(), List.of(shadow.empty())),
                List.of(new Identities(conversion).beforeCutover()),
                List.of(shadow.copy(memory.periods())),
                config.copy().pace(),
                Undo.NONE));
        conversion
                .objects()
                .registry()
                .ifPresent(registry -> actions.add(new Batches(
                        "keys",
                        "Register the keys of " + conversion.table(),
                        new Chunks.Pages(conversion.table()),
                        List.of(new Identities(conversion).beforeCutover()),
                        List.of(context.dialect()
                                .statements(KeyRegistryStatements.class)
                                .fill(registry, conversion.table())),
                        config.copy().pace(),
                        Undo.NONE)));
        actions.addAll(buildIndexes(leaves));
        actions.addAll(prepareStatistics(leaves));
        actions.add(protect());
        actions.add(Converge.of(
                ConversionPhase.CUTOVER.key(), "Cut over to the partitioned copy of " + conversion.table()));
        return Program.of(actions);
    }

    private Action createShadow(List<Leaf> leaves) {
        OwnObjects own = new OwnObjects(conversion);
        List<QualifiedName> made = new ArrayList<>(own.tables());
        made.add(conversion.shadow());
        List<Op> ops = new ArrayList<>(own.create(shadow.otherGrantees()));
        ops.addAll(shadow.create(leaves));
        leaves.forEach(leaf -> made.add(leaf.name()));
        ops.add(new Identities(conversion).noteCopy());
        ops.add(new Check(
                "strangers",
                "Nobody but the owner can read the new objects",
                new Question.Rows(
                        definitions.otherGrantees(
                                made, conversion.entrusted().stream().toList()),
                        Expect.none()),
                Check.OnMiss.FAIL,
                Codes.STRANGERS,
                "Look at ALTER DEFAULT PRIVILEGES and at event triggers, which gave these rights."));
        return Transaction.of(
                "shadow",
                "Create " + leaves.size() + " partitions beside " + conversion.table(),
                new Undo.By(dropShadow(leaves)),
                ops);
    }

    /** By portions: each partition takes several locks of the server's when it is dropped. */
    private List<Action> dropShadow(List<Leaf> leaves) {
        List<Action> actions = new ArrayList<>();
        for (int from = 0; leaves.size() > PORTION && from < leaves.size(); from += PORTION) {
            List<QualifiedName> portion = leaves.subList(from, Math.min(leaves.size(), from + PORTION)).stream()
                    .map(Leaf::name)
                    .toList();
            List<Op> ops = new ArrayList<>(new Identities(conversion).beforeDroppingCopy());
            ops.add(new Check(
                    "partitions",
                    "These are the partitions of the copy",
                    new Question.Rows(definitions.strayFrom(conversion.shadow(), portion), Expect.none()),
                    Check.OnMiss.FAIL,
                    Codes.NOT_OURS,
                    "Give these tables other names: they are not what the conversion made. Then roll back again."));
            portion.forEach(leaf -> ops.add(shadow.drop(leaf)));
            actions.add(Transaction.of(
                    "shadow.drop:" + (from / PORTION + 1), "Drop partitions of the copy", Undo.NONE, ops));
        }
        List<Op> rest = new ArrayList<>(new Identities(conversion).beforeDroppingCopy());
        rest.add(shadow.drop(conversion.shadow()));
        rest.addAll(new OwnObjects(conversion).drop());
        actions.add(Transaction.of("shadow.drop", "Drop the partitioned copy", Undo.NONE, rest));
        return actions;
    }

    /**
     * The definition is read before writers are kept out: the lock that is taken patiently first keeps out whoever would
     * change it.
     */
    private Action capture() {
        List<Op> ops = new ArrayList<>();
        ops.add(new Check(
                "definition",
                "Nobody has changed the definition of " + conversion.table() + " since it was read",
                new Question.Rows(conversion.fingerprint(), new Expect.Remembered("fingerprint")),
                Check.OnMiss.FAIL,
                Codes.CHANGED_MEANWHILE,
                "Apply again: the new definition will be read."));
        ops.addAll(definitions.record(conversion.objects().store(), Definitions.BEFORE, conversion.table()));
        ops.add(new Identities(conversion).noteTable());
        ops.addAll(keyLogs.capture(conversion.objects().forward(), conversion.table()));
        return Transaction.of(
                "capture",
                "Log which rows of " + conversion.table() + " change",
                Undo.by(Converge.of(
                        ConversionPhase.UNCAPTURE.key(), "Stop logging the changes of " + conversion.table())),
                ops);
    }

    /** Later rows without a place are known to the log. */
    private Action ensurePlaces() {
        return Transaction.of(
                "places",
                "See that every row has a partition",
                Undo.NONE,
                new Check(
                        "places",
                        "Every row of " + conversion.table() + " has a partition",
                        new Question.Rows(
                                keyLogs.unlogged(
                                        conversion.objects().forward(),
                                        conversion.table(),
                                        conversion.oldKey(),
                                        new PartitionCoverage(conversion, memory.periods()).falls()),
                                Expect.none()),
                        Check.OnMiss.FAIL,
                        Codes.OUTSIDE,
                        "Correct " + conversion.column() + " in these rows, or widen the range in the plan."));
    }

    private List<Action> buildIndexes(List<Leaf> leaves) {
        List<Action> each = leaves.stream()
                .<Action>map(leaf -> Transaction.of(
                        "indexes:" + leaf.name().local(),
                        "Build the indexes of " + leaf.name(),
                        Undo.NONE,
                        shadow.index(leaf.name())))
                .toList();
        return List.of(
                new Parallel(
                        "indexes",
                        "Build the indexes of the partitions",
                        config.copy().workers(),
                        each),
                Transaction.of(
                        "indexes.parent",
                        "Make them the parts of the partitioned table's indexes",
                        Undo.NONE,
                        shadow.indexParent()));
    }

    /** What is compared afterwards remains as it was compared. */
    private Action protect() {
        return Transaction.of(
                "protect",
                "Let nobody but the replay write to " + conversion.shadow(),
                Undo.NONE,
                keyLogs.capture(conversion.objects().reverse(), conversion.shadow()).stream()
                        .map(conversion::unseen)
                        .toList());
    }

    private List<Action> prepareStatistics(List<Leaf> leaves) {
        Sql always = context.dialect().sql("SELECT 'ABSENT'");
        List<Action> each = leaves.stream()
                .<Action>map(leaf -> new Autocommit(
                        "vacuum:" + leaf.name().local(),
                        "Vacuum and analyse " + leaf.name(),
                        statistics().ofPartition(leaf.name()),
                        always,
                        List.of(),
                        Optional.empty(),
                        Undo.NONE))
                .toList();
        return List.of(
                new Parallel(
                        "statistics",
                        "Collect the statistics of the partitions",
                        config.copy().workers(),
                        each),
                Transaction.of(
                        "analyze", "Collect the statistics of the partitioned table", Undo.NONE, analyze(leaves)));
    }

    private List<Sql> analyze(List<Leaf> leaves) {
        Statistics extended = new Statistics(conversion);
        List<Sql> statements = new ArrayList<>();
        if (extended.any()) {
            statements.addAll(extended.create(PredictedText.ask(conversion, leaves, context)));
        }
        statements.addAll(
                statistics().ofWhole(conversion.shadow(), conversion.before().columns()));
        return statements.stream().map(conversion::unseen).toList();
    }

    private PartitionStatistics statistics() {
        return context.dialect().statements(PartitionStatistics.class);
    }
}
