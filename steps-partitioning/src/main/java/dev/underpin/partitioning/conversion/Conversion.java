package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.config.ConvertTableConfig;
import dev.underpin.partitioning.config.NamePattern;
import dev.underpin.partitioning.config.RangeBy;
import dev.underpin.partitioning.sql.KeyLog;
import dev.underpin.partitioning.sql.KeyLog.KeyColumn;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.partitioning.sql.KeyLogStatements.Replay;
import dev.underpin.partitioning.sql.KeyRegistry;
import dev.underpin.partitioning.sql.SnapshotGuard;
import dev.underpin.partitioning.sql.WriteGuard;
import dev.underpin.spi.Names;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.PublicationMembership;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.FingerprintStatements;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sync;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is converted into what: the plan's words applied to a table as it was. All names and keys of a conversion come
 * from here.
 *
 * @param before the table as it was
 * @param entrusted the table's owner, with whose rights alone its rows are read and written; empty: the tool's role itself
 */
public record Conversion(
        ConvertTableConfig config, Table before, Dialect dialect, Names names, Optional<String> entrusted) {

    private static final long MANY = 20_000;

    public static Conversion of(ConvertTableConfig config, Table before, StepContext context) {
        return new Conversion(config, before, context.dialect(), context.names(), entrusted(before, context));
    }

    /** Who is not the owner himself must have no code of his run with more rights; where he cannot see all rows, it has to. */
    private static Optional<String> entrusted(Table before, StepContext context) {
        return Optional.of(before.owner())
                .filter(owner -> !owner.equals(context.catalog().principal().name()))
                .filter(owner -> !before.rowSecurity().forced() || seesAll(owner, context));
    }

    private static boolean seesAll(String owner, StepContext context) {
        return context.catalog()
                .role(owner)
                .filter(role -> role.superuser() || role.bypassRls())
                .isPresent();
    }

    /** With the owner's rights alone, whatever it reaches. */
    public Sql asOwner(Sql statement) {
        return entrusted.map(statement::as).orElse(statement);
    }

    public QualifiedName table() {
        return before.name();
    }

    /** The partitioned table while it is being built, and again after a rollback's swap. */
    public QualifiedName shadow() {
        return names.beside(table(), "_underpin");
    }

    /** The old table after the cutover. */
    public QualifiedName retired() {
        return config.retiredName()
                .map(name -> table().sibling(name.name()))
                .orElseGet(() -> names.beside(table(), "_retired"));
    }

    /** Where definitions are kept, to notice that somebody changed one. */
    public QualifiedName store() {
        return names.own(table(), "_definition");
    }

    public RangeBy range() {
        return config.range().orElseThrow();
    }

    public String column() {
        return range().column().name();
    }

    public TimeKey timeKey() {
        return before.column(column()).flatMap(TimeKey::of).orElseThrow();
    }

    public List<String> oldKey() {
        return before.primaryKey().map(Constraint::columns).orElseThrow();
    }

    /** As the plan gives it; else the old one, widened by the partition column. */
    public List<String> newKey() {
        if (!config.primaryKey().isEmpty()) {
            return config.primaryKey().stream().map(Identifier::name).toList();
        }
        return allKeyColumns();
    }

    private List<String> allKeyColumns() {
        Set<String> all = new LinkedHashSet<>(oldKey());
        all.add(column());
        return List.copyOf(all);
    }

    public boolean widens() {
        return !oldKey().contains(column());
    }

    /** Logs what changes in the old table until the cutover. */
    public KeyLog forward() {
        return log("f");
    }

    /** Logs what changes in the partitioned table after the cutover. */
    public KeyLog reverse() {
        return log("r");
    }

    /** Refuses writes by snapshots from before the cutover. */
    public SnapshotGuard cutoverGuard() {
        return guard("_cutover");
    }

    /** Refuses writes by snapshots from before the way back. */
    public SnapshotGuard returnGuard() {
        return guard("_return");
    }

    List<SnapshotGuard> guards() {
        return List.of(cutoverGuard(), returnGuard());
    }

    /** Lets nobody but the replay write to the retired table. */
    public WriteGuard writeGuard() {
        QualifiedName pass = names.own(table(), "_write");
        return new WriteGuard(pass, pass, pass.local(), synchronous());
    }

    private SnapshotGuard guard(String suffix) {
        QualifiedName mark = names.own(table(), suffix);
        return new SnapshotGuard(mark, mark, mark.local());
    }

    /** Keeps the old key unique, where neither the new key nor the old table does. */
    public Optional<KeyRegistry> registry() {
        if (!widens() || config.oldKey() != ConvertTableConfig.OldKey.GUARDED || synchronous()) {
            return Optional.empty();
        }
        QualifiedName keys = names.own(table(), "_keys");
        return Optional.of(new KeyRegistry(
                keys,
                before.primaryKey().orElseThrow().name(),
                keys,
                keys.local(),
                names.own(table(), "_rekey").local(),
                keyColumns(oldKey()),
                entrusted));
    }

    /** Whether the old table is written together with the new one after the cutover. */
    public boolean synchronous() {
        return config.reverse() == ConvertTableConfig.Reverse.SYNCHRONOUS;
    }

    /** The triggers of ours that the table may have. */
    public List<String> ownTriggers() {
        List<String> triggers = new ArrayList<>();
        for (KeyLog log : List.of(forward(), reverse())) {
            triggers.addAll(List.of(log.rowTrigger(), log.truncateTrigger()));
        }
        triggers.addAll(List.of(cutoverGuard().trigger(), returnGuard().trigger()));
        registry().ifPresent(registry -> triggers.addAll(List.of(registry.rowTrigger(), registry.keyTrigger())));
        return triggers;
    }

    /** Whether a publication has whatever is created. */
    public boolean publishedWholesale() {
        return before.publications().stream()
                .anyMatch(membership -> membership.how() != PublicationMembership.How.TABLE);
    }

    private KeyLog log(String direction) {
        QualifiedName entries = names.own(table(), "_" + direction);
        return new KeyLog(
                entries,
                names.own(table(), "_" + direction + "_parked"),
                entries,
                entries.local(),
                names.own(table(), "_" + direction + "_truncate").local(),
                publishedWholesale(),
                keyColumns(allKeyColumns()),
                entrusted);
    }

    private List<KeyColumn> keyColumns(List<String> names) {
        return names.stream()
                .map(name -> before.column(name).orElseThrow())
                .map(key -> new KeyColumn(key.name(), key.type(), key.collation(), equality(key.name())))
                .toList();
    }

    /** As the old key's index has it; the partition column beside it is of a type that the server brings along. */
    public String equality(String column) {
        int position = oldKey().indexOf(column);
        return position < 0
                ? dialect.statements(KeyLogStatements.class).ownEquality()
                : before.primaryKey().orElseThrow().equality().get(position);
    }

    /** From the old table to the shadow. */
    public Sync forwardSync(PartitionCoverage reach) {
        return dialect.statements(KeyLogStatements.class).sync(forward(), forwardReplay(reach));
    }

    /** Most of what is left, before the cutover's locks. */
    public List<Sql> forwardOnce(PartitionCoverage reach) {
        return dialect.statements(KeyLogStatements.class).once(forward(), forwardReplay(reach), MANY);
    }

    public Replay forwardReplay(PartitionCoverage reach) {
        return new Replay(
                "forward",
                table(),
                false,
                shadow(),
                storedColumns(),
                oldKey(),
                allKeyColumns(),
                Optional.of(reach.fits()),
                false,
                dialect.statements(KeyLogStatements.class).noPartition(),
                new UniqueKeys(this).ofPartitioned(),
                registry(),
                Optional.empty());
    }

    /** From the partitioned table, in its place, to the retired one. */
    public Sync reverseSync() {
        return dialect.statements(KeyLogStatements.class).sync(reverse(), reverseReplay());
    }

    /** Most of what is left, before the locks of the way back. */
    public List<Sql> reverseOnce() {
        return dialect.statements(KeyLogStatements.class).once(reverse(), reverseReplay(), MANY);
    }

    public Replay reverseReplay() {
        return new Replay(
                "reverse",
                table(),
                true,
                retired(),
                storedColumns(),
                oldKey(),
                oldKey(),
                Optional.empty(),
                before.columns().stream().anyMatch(column -> column.identity().isPresent()),
                List.of(),
                new UniqueKeys(this).ofOld(),
                Optional.empty(),
                Optional.of(writeGuard()));
    }

    /** Selects one text that changes when anything about the table or what depends on it does, our triggers excepted. */
    public Sql fingerprint() {
        return dialect.statements(FingerprintStatements.class).definition(table(), ownTriggers());
    }

    /** Selects one text that changes when what uses the table does, or somebody's rights on it. */
    public Sql dependents() {
        return dialect.statements(FingerprintStatements.class).dependents(table());
    }

    public List<String> columns() {
        return before.columns().stream().map(Column::name).toList();
    }

    /** Without those that the server computes. */
    public List<String> storedColumns() {
        return before.columns().stream()
                .filter(column -> column.generation() == Column.Generation.NONE)
                .map(Column::name)
                .toList();
    }

    public boolean waives(String property) {
        return config.waive().contains(property);
    }

    NamePattern pattern() {
        return config.partitionName().orElseGet(() -> NamePattern.fitting(range().interval()));
    }

    Leaf leaf(Period period) {
        TimeKey key = timeKey();
        String local = pattern().name(table().local(), key.local(period.from(), range().timeZone()));
        return Leaf.ofRange(table().sibling(local), key.print(period.from()), key.print(period.to()));
    }

    /** The partition for what lies before those periods. */
    Optional<Leaf> lowest(List<Period> periods) {
        return range().before().present()
                ? Optional.of(Leaf.below(
                        names.beside(table(), "_before"),
                        timeKey().print(periods.get(0).from())))
                : Optional.empty();
    }

    /** All partitions for those periods, in the order of time, those for other rows included. */
    public List<Leaf> leaves(List<Period> periods) {
        List<Leaf> leaves = new ArrayList<>();
        lowest(periods).ifPresent(leaves::add);
        periods.forEach(period -> leaves.add(leaf(period)));
        if (range().otherwise() == RangeBy.Otherwise.PARTITION) {
            leaves.add(Leaf.otherwise(names.beside(table(), "_default")));
        }
        return leaves;
    }

    Periods periods() {
        return range().from()
                .time()
                .map(local ->
                        new Periods(range().interval(), local.atZone(timeKey().zone(range().timeZone()))))
                .orElseGet(() -> Periods.natural(range().interval(), timeKey().zone(range().timeZone())));
    }

    /** The statement with its locks on our own objects marked as such: nobody else uses those before the cutover. */
    public Sql unseen(Sql statement) {
        List<Lock> locks = statement.locks().stream()
                .map(lock -> lock.relation()
                        .filter(relation -> !relation.equals(table()))
                        .map(relation -> Lock.unseen(relation, lock.mode()))
                        .orElse(lock))
                .toList();
        return new Sql(statement.text(), statement.params(), locks, statement.author(), statement.as());
    }
}
