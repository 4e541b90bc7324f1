package dev.underpin.partitioning.structure;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.ConvertMemory;
import dev.underpin.partitioning.conversion.Leaf;
import dev.underpin.partitioning.conversion.MemoryReader;
import dev.underpin.partitioning.sql.ComparedTables;
import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyLogStatements.OnWrite;
import dev.underpin.partitioning.sql.KeyLogStatements.Replay;
import dev.underpin.partitioning.sql.KeyRegistryStatements;
import dev.underpin.partitioning.sql.OwnTrigger;
import dev.underpin.partitioning.sql.OwnTriggerStatements;
import dev.underpin.partitioning.sql.OwnTriggerStatements.Broken;
import dev.underpin.partitioning.sql.SnapshotGuardStatements;
import dev.underpin.partitioning.sql.WriteGuardStatements;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Partitioning;
import dev.underpin.spi.catalog.Partitioning.Partition;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.FingerprintStatements;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Op;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;

/**
 * Two tables that are kept equal, and the triggers by which they are. What is not known for sure of the triggers is made up for
 * by a comparison of all rows; what differs waits in the log then as if a trigger had seen it change.
 *
 * @param moment the swap before which all of this is asked, in the keys of actions
 * @param log that the triggers write
 * @param one the table that is written by others
 * @param other the one that follows
 * @param triggers of ours on either
 * @param same the tables are those of this conversion, whatever else has their names
 */
public record SyncedTables(
        Conversion conversion,
        String moment,
        KeyLog log,
        QualifiedName one,
        QualifiedName other,
        List<OwnTrigger> triggers,
        Check same) {

    /** For so long, what was compared need not be compared again, if nobody has touched the triggers since. */
    public static final Duration FRESH = Duration.ofHours(24);

    /** To look up more keys than these, one by one, takes longer than to compare all rows. */
    private static final long MOST_RECHECKED = 100_000;

    /** From the old table to the partitioned copy. */
    public static SyncedTables forward(Conversion conversion) {
        KeyLogStatements keyLogs = conversion.dialect().statements(KeyLogStatements.class);
        List<OwnTrigger> triggers = new ArrayList<>(
                keyLogs.triggers(conversion.objects().forward(), new OnWrite.Logged(), conversion.table()));
        triggers.addAll(keyLogs.triggers(
                conversion.objects().reverse(), conversion.replays().onWriteBeforeCutover(), conversion.shadow()));
        return new SyncedTables(
                conversion,
                "cutover",
                conversion.objects().forward(),
                conversion.table(),
                conversion.shadow(),
                triggers,
                new Identities(conversion).beforeCutover());
    }

    /** From the partitioned table to the retired one. */
    public static SyncedTables reverse(Conversion conversion, ConvertMemory memory, StepContext context) {
        Dialect dialect = conversion.dialect();
        KeyLogStatements keyLogs = dialect.statements(KeyLogStatements.class);
        QualifiedName table = conversion.table();
        OnWrite onWrite = conversion.replays().onWriteAfterCutover();
        List<OwnTrigger> triggers =
                new ArrayList<>(keyLogs.triggers(conversion.objects().reverse(), onWrite, table));
        for (QualifiedName leaf : ownLeaves(conversion, memory, context)) {
            triggers.add(keyLogs.guardTrigger(conversion.objects().reverse(), onWrite, leaf));
        }
        triggers.addAll(dialect.statements(SnapshotGuardStatements.class)
                .triggers(conversion.objects().cutoverGuard(), table));
        conversion
                .objects()
                .registry()
                .ifPresent(registry -> triggers.addAll(
                        dialect.statements(KeyRegistryStatements.class).triggers(registry, table)));
        triggers.addAll(dialect.statements(WriteGuardStatements.class)
                .triggers(conversion.objects().writeGuard(), conversion.retired()));
        return new SyncedTables(
                conversion,
                "back",
                conversion.objects().reverse(),
                table,
                conversion.retired(),
                triggers,
                new Identities(conversion).beforeReturn());
    }

    /** Those that are still the table's; what became of others, the definition tells. */
    private static List<QualifiedName> ownLeaves(Conversion conversion, ConvertMemory memory, StepContext context) {
        Set<QualifiedName> attached = context
                .catalog()
                .table(conversion.table())
                .flatMap(Table::partitioning)
                .map(Partitioning::partitions)
                .orElse(List.of())
                .stream()
                .map(Partition::name)
                .collect(Collectors.toSet());
        return conversion.partitions().leaves(memory.periods()).stream()
                .map(Leaf::name)
                .filter(attached::contains)
                .toList();
    }

    /** What is compared. */
    public ComparedTables rows() {
        return new ComparedTables(log, one, other, conversion.before().columns(), conversion.oldKey());
    }

    /** Asked wherever somebody looks: it costs nothing. */
    public Check intact(Check.OnMiss onMiss) {
        return new Check(
                "watch",
                "The triggers that keep " + other + " equal to " + one
                        + " are there, fire always, and do what they have to",
                new Question.Rows(
                        conversion
                                .dialect()
                                .statements(OwnTriggerStatements.class)
                                .broken(triggers),
                        Expect.none()),
                onMiss,
                Codes.NOT_WATCHED,
                "`underpin maintain` puts them back and compares all rows; so does a rollback. Use neither DISABLE TRIGGER nor"
                        + " DROP TRIGGER on these tables.");
    }

    public List<Broken> broken(StepContext context) {
        return context.ask(
                "watch:" + moment,
                conversion.dialect().statements(OwnTriggerStatements.class).broken(triggers),
                Broken.class);
    }

    /** Makes the triggers what they have to be. From then on nothing is missed; what was before, a comparison finds. */
    public Action mend(List<Broken> broken, List<String> otherGrantees) {
        List<Op> ops = new ArrayList<>(List.of(intact(Check.OnMiss.WARN)));
        for (Broken each : broken) {
            triggers.stream()
                    .filter(trigger -> trigger.name().equals(each.trigger()))
                    .filter(trigger -> trigger.timing().inPartitions()
                            || trigger.table().equals(QualifiedName.of(each.schema(), each.relation())))
                    .findFirst()
                    .ifPresent(
                            trigger -> conversion
                                    .dialect()
                                    .statements(OwnTriggerStatements.class)
                                    .mend(trigger, each, otherGrantees)
                                    .stream()
                                    .filter(statement -> !ops.contains(statement))
                                    .forEach(ops::add));
        }
        return Transaction.of(
                moment + ".watch", "Put the triggers back that keep " + other + " equal to " + one, Undo.HARMLESS, ops);
    }

    /** One text that is another when the triggers, or the files that hold the rows, have been touched in between. */
    public String state(StepContext context) {
        return context.ask("state:" + moment, touched(), MemoryReader.Digest.class)
                .get(0)
                .text();
    }

    private Sql touched() {
        Dialect dialect = conversion.dialect();
        return dialect.sql(
                "SELECT concat_ws(' ', ({0}), ({1}), ({2}))",
                dialect.statements(OwnTriggerStatements.class).touched(triggers),
                dialect.statements(FingerprintStatements.class).files(one),
                dialect.statements(FingerprintStatements.class).files(other));
    }

    /** Under the locks of the swap: as it was before the rows were compared. */
    public Check untouched(String state) {
        return new Check(
                "watched",
                "Nobody has touched the triggers or files of " + one + " and " + other
                        + " since their rows were compared",
                new Question.Rows(touched(), Expect.value(state)),
                Check.OnMiss.REPLAN,
                Codes.NOT_WATCHED,
                "Leave these tables and their triggers alone meanwhile.");
    }

    /**
     * Whether an earlier round has done so lately, and nothing can have gone past the triggers since.
     *
     * @param within how lately
     */
    public boolean compared(String state, Duration within, StepContext context) {
        return freshly(state, within, context.now(), context.ledger().evidence(comparing(), "value"));
    }

    /** Whether what was {@link #compared} need not be compared again as a whole before a swap. */
    public boolean compared(String state, StepContext context) {
        return compared(state, FRESH, context)
                && context.ask(
                                        "replayed:" + moment,
                                        conversion
                                                .dialect()
                                                .statements(KeyLogStatements.class)
                                                .replayed(log, MOST_RECHECKED),
                                        Counted.class)
                                .get(0)
                                .count()
                        <= MOST_RECHECKED;
    }

    /** An answer. */
    public record Counted(long count) {}

    public Action compare(String state, StepContext context) {
        return comparison(state, context.now());
    }

    /** Of what was replayed since the comparison, that which differs is to be replayed once more. */
    public List<Sql> logUnequalReplayed(Replay replay) {
        return conversion.dialect().statements(KeyLogStatements.class).logUnequalReplayed(rows(), replay);
    }

    /**
     * What was replayed since the comparison is equal, too, as far as it does not wait again.
     *
     * @param id of the check, within its transaction
     */
    public Check replayedRight(String id, Replay replay, Check.OnMiss onMiss) {
        return new Check(
                id,
                "What was replayed since the comparison is the same in " + one + " and " + other,
                new Question.Sample(
                        conversion.dialect().statements(KeyLogStatements.class).unequalReplayed(rows(), replay)),
                onMiss,
                Codes.ROWS_DIFFER,
                "These rows differ although they have just been made equal. Look who writes to " + other
                        + ", or what changes rows there as they are written; then give the same command again.");
    }

    private static boolean freshly(String state, Duration within, Instant now, Optional<String> compared) {
        return compared.filter(text -> text.startsWith(state + " at "))
                .map(text -> Instant.parse(text.substring((state + " at ").length())))
                .filter(at -> at.plus(within).isAfter(now))
                .isPresent();
    }

    /** The key of the action that compares. */
    public String comparing() {
        return moment + ".compare";
    }

    /** Whatever was compared before. */
    public Action comparison() {
        return comparison(logUnequal());
    }

    private Action comparison(String state, Instant now) {
        String at = " at " + now;
        List<Op> ops = new ArrayList<>(logUnequal());
        ops.add(new Check(
                "compared",
                "The triggers stood all the time",
                new Question.Rows(
                        conversion.dialect().sql("SELECT ({0}) || {1}", touched(), DSL.inline(at)),
                        Expect.value(state + at)),
                Check.OnMiss.REPLAN,
                Codes.NOT_WATCHED,
                "Leave these tables and their triggers alone meanwhile."));
        return comparison(ops);
    }

    private Action comparison(List<Op> ops) {
        return Transaction.of(comparing(), "Compare all rows of " + one + " with those of " + other, Undo.HARMLESS, ops)
                .stoppedBy(new Transaction.Refusal(Codes.NOT_COMPARABLE, mendTypes()));
    }

    private String mendTypes() {
        String printed = conversion.dialect().statements(KeyLogStatements.class).printed(rows()).stream()
                .map(column -> column.name() + " (" + column.type() + ")")
                .collect(Collectors.joining(", "));
        return (printed.isEmpty()
                        ? ""
                        : "Each value of these columns has to be printed: " + printed
                                + ". Find those that cannot be, and mend them or the functions of their type. ")
                + "Both tables stand and are kept equal. Then resume, or give `underpin maintain` again; or roll back.";
    }

    /** Reads both tables, without locks. */
    private List<Op> logUnequal() {
        KeyLogStatements keyLogs = conversion.dialect().statements(KeyLogStatements.class);
        List<Op> ops = new ArrayList<>(List.of(same));
        ops.addAll(keyLogs.logUnequal(rows()));
        ops.add(new Check(
                "rows:unseen",
                "What no trigger saw changing in " + one + " or " + other + " is replayed, too",
                new Question.Sample(keyLogs.unequalLogged(rows())),
                Check.OnMiss.WARN,
                Codes.UNLOGGED,
                "The rows of " + one + " hold: " + other + " is made equal. Look who changed rows past the triggers."));
        return ops;
    }
}
