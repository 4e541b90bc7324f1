package dev.underpin.partitioning.sql;

import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sync;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * How a server logs the keys that change in a table, and makes another table equal by reading the current rows of those
 * keys. What is logged are keys only, so that replaying is independent of order and can be repeated.
 */
public interface KeyLogStatements {

    /**
     * Creates the log, readable for its owner alone.
     *
     * @param onWrite what its triggers will do
     * @param otherGrantees roles that default privileges would let in
     */
    List<Sql> create(KeyLog log, OnWrite onWrite, List<String> otherGrantees);

    /** From its commit on, the log's triggers do this, wherever they are. Takes no lock of a table, and as long for one partition as for a thousand. */
    Sql redirect(KeyLog log, OnWrite onWrite);

    /** The operator by which values of types that the server brings along are equal. */
    String ownEquality();

    /** SQLSTATEs by which the server says that a replayed row belongs into no partition that is there. */
    List<String> noPartition();

    /** Once committed, every later write is treated as the log's {@link OnWrite} says, whoever makes it, and TRUNCATE is refused. */
    List<Sql> capture(KeyLog log, QualifiedName table);

    /** Ends {@link #capture}. */
    List<Sql> release(KeyLog log, QualifiedName table);

    /** What {@link #capture} makes. */
    List<OwnTrigger> triggers(KeyLog log, OnWrite onWrite, QualifiedName table);

    /** What {@link #guard} makes. */
    OwnTrigger guardTrigger(KeyLog log, OnWrite onWrite, QualifiedName partition);

    /** Refuses TRUNCATE of a partition, which the trigger of its parent does not see. */
    List<Sql> guard(KeyLog log, QualifiedName partition);

    /** Ends {@link #guard}. */
    Sql unguard(KeyLog log, QualifiedName partition);

    /** Removes what {@link #create} made, as far as it is there. */
    List<Sql> drop(KeyLog log);

    Sync sync(KeyLog log, Replay replay);

    /**
     * Replays at most so many entries within the running transaction, in which a drain of the same {@link #sync} follows:
     * what is done before the locks need not be done under them.
     */
    List<Sql> once(KeyLog log, Replay replay, long most);

    /**
     * What a session needs to plan a replay: the settings under which it runs, and the keys' tables as temporary ones.
     *
     * @param log whose table of parked keys has the name of a stand-in
     */
    List<Sql> plannable(KeyLog log);

    /** Selects the plan of all that a replay does to tables of rows, line by line, in a session that is {@link #plannable}. */
    Sql plan(KeyLog log, Replay replay);

    /** Those lines of such a plan that read one of the relations, or a partition of its name and more, not by a key. */
    List<String> unsearched(List<String> plan, List<QualifiedName> relations);

    /**
     * Removes the rows from the other side whose key waits: they come back with the replay, as they are then.
     *
     * @param key columns of the log that identify them
     */
    Sql removeLogged(KeyLog log, QualifiedName table, List<String> key);

    /** Selects a number: the entries that wait. */
    Sql pending(KeyLog log);

    /** Selects the keys whose rows the other side cannot hold. */
    Sql parked(KeyLog log);

    /** Selects the keys of some rows for which the condition holds and nothing is logged. */
    Sql unlogged(KeyLog log, QualifiedName table, List<String> key, Sql condition);

    /**
     * Selects some of the rows that are in one table but not in the other, those whose keys wait excepted, each behind the number of
     * all keys that differ; in one snapshot. Where nothing differs, each table is read once.
     */
    Sql unequal(ComparedTables tables);

    /** Columns for which a comparison calls functions of their types, which may fail. */
    List<Column> printed(ComparedTables tables);

    /** Has the keys wait whose rows {@link #unequal} tells, all of them; nothing is to be rechecked then. */
    List<Sql> logUnequal(ComparedTables tables);

    /**
     * As {@link #unequal}, of those rows alone whose keys a {@linkplain Replay#rechecked rechecked} replay has made equal since
     * {@link #logUnequal}; they are found by their keys.
     */
    Sql unequalReplayed(ComparedTables tables, Replay replay);

    /** Has the keys wait once more whose rows {@link #unequalReplayed} tells, all of them; nothing else is to be rechecked then. */
    List<Sql> logUnequalReplayed(ComparedTables tables, Replay replay);

    /** Selects a number: how many keys {@link #unequalReplayed} asks for; "more than the most" is told by one more. */
    Sql replayed(KeyLog log, long most);

    /** Ends what {@link #unequalReplayed} asks for: they have been compared. */
    Sql forgetReplayed(KeyLog log);

    /** As {@link #unequal}, of what {@link #logUnequal} has found in the same transaction. */
    Sql unequalLogged(ComparedTables tables);

    /**
     * Selects the earliest and the latest finite time in a column among those rows of {@code table} that changed, in
     * whole seconds since 1970 as text; empty texts if there are none.
     *
     * @param condition of the rows that count
     */
    Sql extremes(KeyLog log, QualifiedName table, List<String> key, String column, Sql condition);

    /** What the triggers of a log do when somebody writes a row. */
    sealed interface OnWrite {

        /** Its key is logged. */
        record Logged() implements OnWrite {}

        /**
         * What was done to it is done to the other table at once, by the writer.
         *
         * @param replay from the captured table to the other, which need not be there yet
         */
        record Mirrored(Replay replay) implements OnWrite {}

        /** The write is refused, unless the guard is open. */
        record Refused(WriteGuard guard) implements OnWrite {}
    }

    /**
     * A deferrable key cannot settle conflicts: one key does, and rows that break another are found beforehand. The rows that
     * are written keep all of them among themselves.
     *
     * @param key that settles
     * @param others all other unique keys
     */
    record Settling(List<String> key, List<UniqueKey> others) {

        public Settling {
            key = List.copyOf(key);
            others = List.copyOf(others);
        }
    }

    /**
     * A unique key.
     *
     * @param equality for each column, as {@link KeyLog.KeyColumn} has it
     * @param nullsAlike whether NULL repeats NULL
     */
    record UniqueKey(List<String> columns, List<String> equality, boolean nullsAlike) {

        public UniqueKey {
            columns = List.copyOf(columns);
            equality = List.copyOf(equality);
        }
    }

    /**
     * How rows get from one table to the other.
     *
     * @param fromTree whether {@code from} is partitioned
     * @param columns all that are stored and not computed
     * @param current columns that find the current rows of a logged key in {@code from}
     * @param stale columns that find the rows of a logged key in {@code to}
     * @param fitting the condition that a row of {@code from} has a place in {@code to}; others are parked
     * @param overriding whether {@code to} has an identity column that refuses values unless told
     * @param replanOn SQLSTATEs that mean: the structure no longer fits
     * @param settling how rows that break a unique key of {@code to} are told, if some of these cannot settle it
     * @param registry of the keys of {@code from}, which is kept equal too
     * @param guard of {@code to}, which lets nobody else write there
     * @param rechecked whether the keys are kept so that their rows can be compared afterwards
     */
    record Replay(
            String id,
            QualifiedName from,
            boolean fromTree,
            QualifiedName to,
            List<String> columns,
            List<String> current,
            List<String> stale,
            Optional<Sql> fitting,
            boolean overriding,
            List<String> replanOn,
            Optional<Settling> settling,
            Optional<KeyRegistry> registry,
            Optional<WriteGuard> guard,
            boolean rechecked) {

        /** The same, of whose keys nothing is taken for granted. */
        public Replay recheckedLater() {
            return with(from, to, columns, registry, true);
        }

        /** The same between other tables, which have some of the columns. */
        public Replay between(
                QualifiedName otherFrom,
                QualifiedName otherTo,
                List<String> someColumns,
                Optional<KeyRegistry> otherRegistry) {
            return with(otherFrom, otherTo, someColumns, otherRegistry, rechecked);
        }

        private Replay with(
                QualifiedName otherFrom,
                QualifiedName otherTo,
                List<String> someColumns,
                Optional<KeyRegistry> otherRegistry,
                boolean isRechecked) {
            return new Replay(
                    id,
                    otherFrom,
                    fromTree,
                    otherTo,
                    someColumns,
                    current,
                    stale,
                    fitting,
                    overriding,
                    replanOn,
                    settling,
                    otherRegistry,
                    guard,
                    isRechecked);
        }

        public Replay {
            columns = List.copyOf(columns);
            current = List.copyOf(current);
            stale = List.copyOf(stale);
            replanOn = List.copyOf(replanOn);
        }
    }
}
