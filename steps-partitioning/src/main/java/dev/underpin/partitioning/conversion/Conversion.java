package dev.underpin.partitioning.conversion;

import dev.underpin.partitioning.config.ConvertTableConfig;
import dev.underpin.partitioning.config.RangeBy;
import dev.underpin.partitioning.sql.KeyLogStatements;
import dev.underpin.spi.Names;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.PublicationMembership;
import dev.underpin.spi.catalog.Role;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.FingerprintStatements;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
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
        return context.catalog().role(owner).filter(Role::seesAllRows).isPresent();
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

    List<String> allKeyColumns() {
        Set<String> all = new LinkedHashSet<>(oldKey());
        all.add(column());
        return List.copyOf(all);
    }

    public boolean widens() {
        return !oldKey().contains(column());
    }

    /** Whether the old table is written together with the new one after the cutover. */
    public boolean synchronous() {
        return config.reverse() == ConvertTableConfig.Reverse.SYNCHRONOUS;
    }

    /** Whether a publication has whatever is created. */
    public boolean publishedWholesale() {
        return before.publications().stream()
                .anyMatch(membership -> membership.how() != PublicationMembership.How.TABLE);
    }

    /** As the old key's index has it; the partition column beside it is of a type that the server brings along. */
    public String equality(String column) {
        int position = oldKey().indexOf(column);
        return position < 0
                ? dialect.statements(KeyLogStatements.class).ownEquality()
                : before.primaryKey().orElseThrow().equality().get(position);
    }

    /** Selects one text that changes when anything about the table or what depends on it does, our triggers excepted. */
    public Sql fingerprint() {
        return dialect.statements(FingerprintStatements.class)
                .definition(table(), objects().ownTriggers());
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

    /** What is created beside the tables. */
    public ConversionObjects objects() {
        return new ConversionObjects(this);
    }

    public Replays replays() {
        return new Replays(this);
    }

    public PartitionLayout partitions() {
        return new PartitionLayout(this);
    }
}
