package dev.underpin.partitioning.checks;

import dev.underpin.partitioning.conversion.Codes;
import dev.underpin.partitioning.conversion.Conversion;
import dev.underpin.partitioning.conversion.Indexes;
import dev.underpin.partitioning.copy.Preparation;
import dev.underpin.partitioning.structure.ForeignKeys;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.dialect.DefinitionStatements;
import dev.underpin.spi.finding.Finding;
import java.util.List;

/** Whether the server can keep as many locks as the conversion and its way back take at once. */
public final class LockTableCapacity {

    /** Beside what is counted: the tables, logs, views and the like, whose number does not grow with the partitions. */
    private static final long FEW = 100;

    /** A new partition, its type, its TOAST table and the index of that. */
    private static final long WHEN_CREATED = 4;

    /** Those, and what is recorded as theirs: constraints, default values and the like. */
    private static final long WHEN_DROPPED = 8;

    /** A foreign key is a constraint and two triggers. */
    private static final long OF_A_KEY = 3;

    private final Conversion conversion;
    private final StepContext context;

    LockTableCapacity(Conversion conversion, StepContext context) {
        this.conversion = conversion;
        this.context = context;
    }

    /** An answer. */
    record Count(long count) {}

    /** At once, at most; of a way back most, which takes from each partition what belongs to the table's name. */
    public static long needed(long leaves, long indexes, long keys, long triggers) {
        long parts = indexes + keys * OF_A_KEY + triggers;
        long together = leaves * Math.max(WHEN_CREATED, 1 + parts);
        long inPortions = Math.min(leaves, Preparation.PORTION) * (WHEN_DROPPED + parts);
        return Math.max(together, inPortions) + FEW;
    }

    List<Finding> findings(int leaves) {
        long needed = needed(
                leaves,
                new Indexes(conversion).carried().size(),
                new ForeignKeys(conversion).all().size(),
                SwapDurationTrial.triggers(conversion));
        long requiredPartitions = context.ask(
                        "lockable",
                        context.dialect().statements(DefinitionStatements.class).lockable(),
                        Count.class)
                .get(0)
                .count();
        String what = "the swap of " + conversion.table() + " with " + leaves
                + " partitions, and its way back, lock about " + needed + " objects at once; the server has room for "
                + requiredPartitions + " of all sessions";
        String remedy = "Raise max_locks_per_transaction (a restart of the server), or choose a longer range.interval.";
        if (needed > requiredPartitions) {
            return List.of(Finding.error(Codes.LOCK_TABLE, what, remedy));
        }
        return needed > requiredPartitions / 2
                ? List.of(Finding.warning(
                        Codes.LOCK_TABLE,
                        what + ". Statements of applications that read all partitions lock as many each",
                        remedy))
                : List.of();
    }
}
