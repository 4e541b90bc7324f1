package dev.underpin.partitioning;

import dev.underpin.partitioning.ConvertTable.Config;
import dev.underpin.spi.Action;
import dev.underpin.spi.Autocommit;
import dev.underpin.spi.Await;
import dev.underpin.spi.Batches;
import dev.underpin.spi.Check;
import dev.underpin.spi.Chunks;
import dev.underpin.spi.Converge;
import dev.underpin.spi.Expect;
import dev.underpin.spi.Finding;
import dev.underpin.spi.Op;
import dev.underpin.spi.Pace;
import dev.underpin.spi.Parallel;
import dev.underpin.spi.Program;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Question;
import dev.underpin.spi.RefusedException;
import dev.underpin.spi.Sql;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.Transaction;
import dev.underpin.spi.Undo;
import dev.underpin.spi.catalog.Partitioning.Partition;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.DefinitionVocabulary;
import dev.underpin.spi.dialect.KeyLogVocabulary;
import dev.underpin.spi.dialect.SnapshotGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The programs of a conversion: what happens before the cutover, in it, on the way back, and at the end. */
final class ConvertPrograms {

    /** So many waiting keys are replayed within the cutover's hold. */
    private static final long FEW = 1000;

    private final Config config;
    private final ConvertMemory memory;
    private final StepContext context;
    private final Conversion conversion;
    private final ForeignKeys foreignKeys;
    private final ShadowTable shadow;
    private final KeyLogVocabulary keyLogs;
    private final DefinitionVocabulary definitions;

    ConvertPrograms(Config config, ConvertMemory memory, StepContext context) {
        this.config = config;
        this.memory = memory;
        this.context = context;
        this.conversion = Conversion.of(config, memory.table(), context);
        this.foreignKeys = new ForeignKeys(conversion);
        this.shadow = new ShadowTable(conversion, context);
        this.keyLogs = context.dialect().keyLogs();
        this.definitions = context.dialect().definitions();
    }

    Program apply() {
        List<Leaf> leaves = conversion.leaves(memory.periods());
        List<Action> actions = new ArrayList<>();
        actions.add(createShadow(leaves));
        actions.add(capture());
        actions.add(ensurePlaces());
        actions.add(new Batches(
                "copy",
                "Copy the rows of " + conversion.table(),
                new Chunks.Pages(conversion.table(), List.of(shadow.empty())),
                List.of(shadow.copy(memory.periods())),
                config.copy().pace(),
                Undo.NONE));
        conversion
                .registry()
                .ifPresent(registry -> actions.add(new Batches(
                        "keys",
                        "Register the keys of " + conversion.table(),
                        new Chunks.Pages(conversion.table()),
                        List.of(context.dialect().keyRegistries().fill(registry, conversion.table())),
                        config.copy().pace(),
                        Undo.NONE)));
        actions.addAll(buildIndexes(leaves));
        actions.addAll(prepareStatistics(leaves));
        actions.add(
                Converge.of(ConvertTable.CUTOVER, "Put the partitioned table in the place of " + conversion.table()));
        return Program.of(actions);
    }

    private Action createShadow(List<Leaf> leaves) {
        OwnObjects own = new OwnObjects(conversion);
        List<QualifiedName> made = new ArrayList<>(own.tables());
        made.add(conversion.shadow());
        List<Op> ops = new ArrayList<>(own.create(shadow.strangers()));
        ops.addAll(shadow.create(leaves));
        leaves.forEach(leaf -> made.add(leaf.name()));
        ops.add(new Check(
                "strangers",
                "Nobody but the owner can read the new objects",
                new Question.Rows(definitions.strangers(made), Expect.none()),
                Check.OnMiss.FAIL,
                Codes.STRANGERS,
                "Look at ALTER DEFAULT PRIVILEGES and at event triggers, which gave these rights."));
        return Transaction.of(
                "shadow",
                "Create " + leaves.size() + " partitions beside " + conversion.table(),
                Undo.by(Transaction.of("shadow.drop", "Drop the partitioned copy", Undo.NONE, dropShadow())),
                ops);
    }

    private List<Sql> dropShadow() {
        List<Sql> statements = new ArrayList<>(List.of(shadow.drop()));
        statements.addAll(new OwnObjects(conversion).drop());
        return statements;
    }

    private Action capture() {
        List<Op> ops = new ArrayList<>(keyLogs.capture(conversion.forward(), conversion.table()));
        ops.add(new Check(
                "definition",
                "Nobody has changed the definition of " + conversion.table() + " since it was read",
                new Question.Rows(conversion.fingerprint(), Expect.value(memory.fingerprint())),
                Check.OnMiss.FAIL,
                Codes.CHANGED_MEANWHILE,
                "Apply again: the new definition will be read."));
        ops.addAll(definitions.record(conversion.store(), Definitions.BEFORE, conversion.table()));
        return Transaction.of(
                "capture",
                "Log which rows of " + conversion.table() + " change",
                Undo.by(Converge.of(ConvertTable.UNCAPTURE, "Stop logging the changes of " + conversion.table())),
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
                                        conversion.forward(),
                                        conversion.table(),
                                        conversion.oldKey(),
                                        new Coverage(conversion, memory.periods()).falls()),
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

    private List<Action> prepareStatistics(List<Leaf> leaves) {
        Sql always = context.dialect().sql("SELECT 'ABSENT'");
        List<Action> each = leaves.stream()
                .<Action>map(leaf -> new Autocommit(
                        "vacuum:" + leaf.name().local(),
                        "Vacuum " + leaf.name(),
                        shadow.vacuum(leaf.name()),
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
                        "analyze",
                        "Collect the statistics of the partitioned table",
                        Undo.NONE,
                        shadow.analyze(conversion.shadow())));
    }

    Program cutover() {
        Table now = present();
        return now.partitioned() ? Program.of(afterCutover()) : Program.of(swap());
    }

    private Table present() {
        return context.catalog()
                .table(conversion.table())
                .orElseThrow(() -> new RefusedException(Finding.error(
                        Codes.VANISHED,
                        conversion.table() + " is no longer there",
                        "Give it its name back, then resume.")));
    }

    private List<Action> swap() {
        Dependents dependents = Dependents.of(conversion, context);
        dependents.refuse();
        Room room = Room.of(conversion, memory, context);
        List<QualifiedName> leaves = room.all().stream().map(Leaf::name).toList();
        List<Action> actions = new ArrayList<>();
        if (!room.missing().isEmpty()) {
            List<Op> ops = new ArrayList<>();
            room.missing().forEach(leaf -> ops.addAll(shadow.complete(leaf)));
            actions.add(Transaction.of(
                    "room:" + room.missing().get(0).name().local(),
                    "Create " + room.missing().size() + " more partitions",
                    Undo.NONE,
                    ops));
        }
        actions.add(catchUp(
                "catch-up",
                config.cutover() == ConvertTable.CutoverBy.MANUAL
                        ? Optional.of(ConvertTable.CUTOVER)
                        : Optional.empty()));
        actions.addAll(outlive(conversion.cutoverGuard(), "cutover"));
        actions.add(catchUp("catch-up.last", Optional.empty()));
        actions.add(Transaction.of(
                "swap",
                "Put the partitioned table in the place of " + conversion.table(),
                Undo.by(Converge.of(ConvertTable.SWAP_BACK, "Put the old table back in its place")),
                new Cutover(conversion, memory.sequences(), shadow.strangersToSequences())
                        .swap(dependents.views(), dependents.fingerprint(), leaves)));
        actions.addAll(foreignKeys.completeAll(leaves));
        actions.add(seal());
        return actions;
    }

    private Action catchUp(String key, Optional<String> gate) {
        return new Batches(
                key,
                "Replay what changed meanwhile",
                new Chunks.Log(conversion.forwardSync(), FEW, gate),
                List.of(),
                Pace.DEFAULT,
                Undo.NONE);
    }

    /** Who goes on with a snapshot from before knows what is announced by it; nobody may who does not. */
    private List<Action> outlive(SnapshotGuard guard, String moment) {
        return List.of(
                Transaction.of(
                        moment + ".announce",
                        "Announce that another table takes the name " + conversion.table(),
                        Undo.NONE,
                        context.dialect().snapshotGuards().announce(guard)),
                new Await(moment + ".await", "Wait for transactions that cannot know"));
    }

    private List<Action> afterCutover() {
        if (!exists(conversion.retired()) || recorded(Definitions.AFTER)) {
            return List.of();
        }
        List<Action> actions =
                new ArrayList<>(foreignKeys.complete(context.catalog().tree(conversion.table())));
        actions.add(seal());
        return actions;
    }

    /** From here on, a change of the definition is somebody else's. */
    private Action seal() {
        return Transaction.of(
                "seal",
                "Remember the definition of the partitioned table",
                Undo.NONE,
                definitions.record(conversion.store(), Definitions.AFTER, conversion.table()));
    }

    private boolean exists(QualifiedName relation) {
        return context.catalog().kind(relation).isPresent();
    }

    private boolean recorded(String moment) {
        return context.ask("recorded:" + moment, definitions.recorded(conversion.store(), moment), Counted.class)
                        .get(0)
                        .count()
                > 0;
    }

    /** An answer. */
    record Counted(long count) {}

    Program uncapture() {
        boolean captured = present().triggers().stream()
                .anyMatch(trigger -> trigger.name().equals(conversion.forward().rowTrigger()));
        return captured
                ? Program.of(Transaction.of(
                        "uncapture",
                        "Stop logging the changes of " + conversion.table(),
                        Undo.NONE,
                        keyLogs.release(conversion.forward(), conversion.table())))
                : Program.EMPTY;
    }

    Program swapBack() {
        Table now = present();
        if (!now.partitioned() || !exists(conversion.retired())) {
            List<Action> rest = new ArrayList<>(foreignKeys.proveRestored(Optional.of(now)));
            rest.addAll(unguard(now));
            return Program.of(rest);
        }
        Dependents dependents = Dependents.of(conversion, context);
        List<Action> actions = new ArrayList<>();
        actions.add(drain("back.catch-up", FEW));
        actions.addAll(outlive(conversion.returnGuard(), "back"));
        actions.add(drain("back.catch-up.last", FEW));
        actions.add(Transaction.of(
                "back.swap",
                "Put the old table back in its place",
                Undo.NONE,
                new WayBack(conversion, memory.sequences())
                        .swap(
                                dependents.views(),
                                dependents.fingerprint(),
                                context.catalog().tree(conversion.table()))));
        actions.addAll(foreignKeys.proveRestored(Optional.empty()));
        actions.addAll(disarmReturn());
        return Program.of(actions);
    }

    private List<Action> unguard(Table now) {
        boolean guarded = now.triggers().stream()
                .anyMatch(trigger ->
                        trigger.name().equals(conversion.returnGuard().trigger()));
        return guarded ? disarmReturn() : List.of();
    }

    /** The table is as it was only without the guard, which is needed as long as anybody has an older snapshot. */
    private List<Action> disarmReturn() {
        return List.of(
                new Await("back.outlived", "Wait for transactions from before the way back"),
                Transaction.of(
                        "back.unguard",
                        "Let " + conversion.table() + " be as it was",
                        Undo.NONE,
                        context.dialect().snapshotGuards().disarm(conversion.returnGuard(), conversion.table())));
    }

    Program drainBack() {
        boolean converted = context.catalog()
                        .table(conversion.table())
                        .filter(Table::partitioned)
                        .isPresent()
                && exists(conversion.retired());
        return converted ? Program.of(drain("drain-back", 0)) : Program.EMPTY;
    }

    private Action drain(String key, long until) {
        return new Batches(
                key,
                "Replay later changes onto " + conversion.retired(),
                new Chunks.Log(conversion.reverseSync(), until, Optional.empty()),
                List.of(),
                Pace.DEFAULT,
                Undo.NONE);
    }

    Program finalizing() {
        refuseWhileUsed(conversion.retired());
        QualifiedName table = conversion.table();
        List<Sql> release = new ArrayList<>(keyLogs.release(conversion.reverse(), table));
        release.add(context.dialect().snapshotGuards().disarm(conversion.cutoverGuard(), table));
        conversion
                .registry()
                .ifPresent(registry ->
                        release.addAll(context.dialect().keyRegistries().release(registry, table)));
        for (Partition partition : context.catalog()
                .table(table)
                .flatMap(Table::partitioning)
                .map(partitioning -> partitioning.partitions())
                .orElse(List.of())) {
            release.add(keyLogs.unguard(conversion.reverse(), partition.name()));
        }
        List<Sql> drop = new ArrayList<>();
        drop.add(new Ddl(context.dialect()).drop(conversion.retired()));
        drop.addAll(new OwnObjects(conversion).drop());
        return Program.of(
                Transaction.of(
                        "capture.end",
                        "Stop logging the changes of " + table,
                        new Undo.Irreversible("later changes are not known to the old table"),
                        release),
                Transaction.of(
                        "retired.drop",
                        "Drop " + conversion.retired() + " and the logs",
                        new Undo.Irreversible("the old table is gone"),
                        drop));
    }

    /** Before logging ends: afterwards there would be no way back and no way on. */
    private void refuseWhileUsed(QualifiedName retired) {
        if (!exists(retired)) {
            return;
        }
        context
                .ask("dependents:retired", definitions.directDependents(retired), DefinitionVocabulary.Direct.class)
                .stream()
                .findFirst()
                .ifPresent(direct -> {
                    throw new RefusedException(Finding.error(
                            Codes.STILL_USED,
                            Dependents.describe(direct) + " uses " + retired + ", which is to be dropped",
                            "Drop it, or let it use " + conversion.table() + " instead."));
                });
    }
}
