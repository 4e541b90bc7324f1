package dev.underpin.partitioning;

import dev.underpin.spi.Check;
import dev.underpin.spi.Expect;
import dev.underpin.spi.Op;
import dev.underpin.spi.QualifiedName;
import dev.underpin.spi.Question;
import dev.underpin.spi.Sql;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Dependent;
import dev.underpin.spi.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.impl.DSL;

/**
 * What others may have done since the cutover that a rollback would lose. It is asked without locks, for some of it takes as
 * long as reading a table does.
 */
final class Misgivings {

    private final Conversion conversion;
    private final ConvertMemory memory;
    private final Set<String> ours;
    private final Set<QualifiedName> reattached;

    /**
     * @param tree the partitioned table and its partitions
     */
    Misgivings(Conversion conversion, ConvertMemory memory, List<Table> tree, StepContext context) {
        this.conversion = conversion;
        this.memory = memory;
        this.reattached = context
                .ask(
                        "reattached",
                        context.dialect()
                                .definitions()
                                .reattached(conversion.store(), Definitions.PARTITIONS, conversion.table()),
                        Partition.class)
                .stream()
                .map(partition -> QualifiedName.of(partition.schema(), partition.name()))
                .collect(Collectors.toSet());
        String guard = conversion.reverse().truncateTrigger();
        this.ours = tree.stream()
                .filter(table -> table.triggers().stream()
                        .anyMatch(trigger -> trigger.name().equals(guard)))
                .map(table -> table.name().local())
                .collect(Collectors.toSet());
    }

    /** A partition. */
    record Partition(String schema, String name) {}

    List<Op> checks() {
        Definitions definitions = new Definitions(conversion);
        return List.of(
                definitions.unchangedSinceCutover(Definitions.AFTER, conversion.table()),
                definitions.partitionsUnchangedSinceCutover(),
                nothingDepends(),
                nothingUnlogged());
    }

    /** Views are bound to the old table again; the rest would stay with the partitioned one. */
    private Check nothingDepends() {
        return new Check(
                "dependents:new",
                "Nothing but views has come to depend on " + conversion.table(),
                new Question.Rows(
                        conversion
                                .dialect()
                                .sql(
                                        "SELECT * FROM ({0}) AS d (kind, schema, name, detail) WHERE kind <> {1}",
                                        conversion.dialect().definitions().directDependents(conversion.table()),
                                        DSL.inline(Dependent.Kind.VIEW.name())),
                        Expect.none()),
                Check.OnMiss.FAIL,
                Codes.CHANGED_SINCE_CUTOVER,
                "Drop it, roll back, and create it again; or keep the partitioned table and finalize.");
    }

    /**
     * A partition that others attached, detached, truncated or dropped changed rows that no trigger saw. Of the conversion's own
     * only those can be meant that were taken off and put back: else such a change is refused, or shows in the definition.
     */
    private Check nothingUnlogged() {
        return new Check(
                "rows:later",
                "Rows that others may have moved with a partition are in " + conversion.retired() + ", too",
                new Question.Rows(
                        conversion
                                .dialect()
                                .keyLogs()
                                .unequal(
                                        conversion.reverse(),
                                        conversion.table(),
                                        conversion.retired(),
                                        conversion.columns(),
                                        conversion.oldKey(),
                                        unwatched()),
                        Expect.none()),
                Check.OnMiss.FAIL,
                Codes.UNLOGGED,
                "Make these rows equal in both tables, for example with UPDATE … SET " + conversion.column() + " = "
                        + conversion.column() + " or DELETE on " + conversion.table()
                        + ", then roll back again; or keep the partitioned table and finalize.");
    }

    private Sql unwatched() {
        List<Period> own = ownPeriods();
        Coverage all = new Coverage(conversion, own);
        List<Sql> parts = new ArrayList<>(List.of(all.outside()));
        conversion
                .lowest(own)
                .filter(lowest -> reattached.contains(lowest.name()))
                .ifPresent(lowest -> parts.add(all.before()));
        own.stream()
                .filter(period -> reattached.contains(conversion.leaf(period).name()))
                .forEach(period -> parts.add(new Coverage(conversion, List.of(period)).within()));
        Sql condition = parts.stream()
                .reduce((one, other) -> conversion.dialect().sql("{0} OR {1}", one, other))
                .orElseThrow();
        return conversion.dialect().sql("({0})", condition);
    }

    /** The cutover may have made more than were remembered, before and after. */
    private List<Period> ownPeriods() {
        Periods calendar = conversion.periods();
        List<Period> known = new ArrayList<>(memory.periods());
        for (Period next = calendar.after(known.get(known.size() - 1)); isOurs(next); next = calendar.after(next)) {
            known.add(next);
        }
        for (Period next = calendar.before(known.get(0)); isOurs(next); next = calendar.before(next)) {
            known.add(0, next);
        }
        return known;
    }

    private boolean isOurs(Period period) {
        return ours.contains(conversion.leaf(period).name().local());
    }
}
