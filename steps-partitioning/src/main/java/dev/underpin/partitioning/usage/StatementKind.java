package dev.underpin.partitioning.usage;

import dev.underpin.spi.config.Spelled;

/** A kind of statement that a partitioned table answers otherwise than a plain one; a plan accepts it by its name. */
public enum StatementKind implements Spelled {
    ON_CONFLICT_OLD_KEY(
            "on-conflict-old-key",
            Effect.FAILS,
            "name by ON CONFLICT a unique key that the partitioned table has not: they fail (42P10), or, naming the"
                    + " constraint, no longer see the conflict",
            "Name the new key in ON CONFLICT, the partition column included, and see that it is passed"),
    ON_CONFLICT_DO_NOTHING(
            "on-conflict-do-nothing",
            Effect.CHANGES,
            "leave it to ON CONFLICT DO NOTHING to skip a key that is there: only the new, wider key is seen; the old"
                    + " one is inserted again, or fails (23505) where it is guarded",
            "Look the old key up first, or write the conflict down with the partition column"),
    RETURNING_SYSTEM_COLUMN(
            "returning-system-column",
            Effect.FAILS,
            "insert and return a system column, which fails (0A000)",
            "Return a column of the table, or read xmin by a SELECT"),
    COPY_TO(
            "copy-to",
            Effect.FAILS,
            "read by COPY … TO, which fails (42809)",
            "Write COPY (SELECT … FROM …) TO; pg_dump does so by itself"),
    COPY_FREEZE("copy-freeze", Effect.FAILS, "load by COPY with FREEZE, which fails (0A000)", "Leave out FREEZE"),
    GROUP_BY_OLD_KEY(
            "group-by-old-key",
            Effect.FAILS,
            "group by the old key alone and select other columns, which fails (42803)",
            "Name every selected column in GROUP BY"),
    TRUNCATE(
            "truncate",
            Effect.FAILS,
            "truncate the table, which is refused (55006) from the beginning of the conversion until it is finalized or"
                    + " rolled back",
            "Use DELETE meanwhile"),
    TRUNCATE_ONLY("truncate-only", Effect.FAILS, "say TRUNCATE ONLY, which fails (42809)", "Leave out ONLY"),
    ONLY(
            "only",
            Effect.CHANGES,
            "say ONLY: a partitioned table itself holds no rows, so that they find none and change none",
            "Leave out ONLY"),
    ROW_ADDRESS(
            "row-address",
            Effect.CHANGES,
            "find rows by ctid, which is unique in one partition only: rows of other partitions are found too",
            "Compare tableoid as well, or use the key"),
    REFERENCES_OLD_KEY(
            "references-old-key",
            Effect.FAILS,
            "create a foreign key to the old key, which fails (42830)",
            "Refer to the new key, all its columns"),
    CONCURRENTLY(
            "concurrently",
            Effect.FAILS,
            "create or drop an index of the table CONCURRENTLY, which fails (0A000)",
            "Use indexing.create, which builds an index partition by partition; drop one without CONCURRENTLY"),
    MOVED_ROWS(
            "moved-rows",
            Effect.CHANGES,
            "assign the partition column: a row that thereby moves to another partition fires DELETE and INSERT triggers"
                    + " in place of UPDATE's, and whoever waits to change it gets 40001",
            "Let applications repeat a transaction that fails by 40001"),
    TRIGGER_TABLE_NAME(
            "trigger-table-name",
            Effect.CHANGES,
            "run in a trigger for each row and read TG_TABLE_NAME or TG_RELID, which name the partition then",
            "Pass the table's name as the trigger's argument"),
    NO_PARTITION_KEY(
            "no-partition-key",
            Effect.SLOWS,
            "do not bound the partition column, so that every partition is looked into (with 39 partitions, 2 to 30 times"
                    + " slower was measured)",
            "Add a condition on the partition column where it is known; if faster statements are all that is wanted, an"
                    + " index on the table as it is gives them (indexing.create; figures in docs/benchmarks)");

    private final String spelled;
    private final Effect effect;
    private final String what;
    private final String remedy;

    StatementKind(String spelled, Effect effect, String what, String remedy) {
        this.spelled = spelled;
        this.effect = effect;
        this.what = what;
        this.remedy = remedy;
    }

    /** What becomes of such a statement. */
    public enum Effect {
        FAILS,
        /** It succeeds and does something else. */
        CHANGES,
        SLOWS
    }

    @Override
    public String spelled() {
        return spelled;
    }

    /** Such statements are people's and tools', seldom an application's; that one was executed once says nothing of the next. */
    public boolean definesStructure() {
        return this == CONCURRENTLY || this == REFERENCES_OLD_KEY;
    }

    public Effect effect() {
        return effect;
    }

    /** Follows the statements' number. */
    public String what() {
        return what;
    }

    /** Without a full stop. */
    public String remedy() {
        return remedy;
    }
}
