package dev.underpin.postgresql;

import dev.underpin.spi.dialect.BackfillStatements.Filled;
import dev.underpin.spi.dialect.BackfillStatements.Source.Parent;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/**
 * The bodies of the functions by which rows follow the value of a parent. No statement waits for anybody: what two transactions cannot see of
 * each other is looked at again when they end, where a lock of the tool's own lets a parent's change and its rows pass one after the other.
 */
final class FollowedParent {

    private final Dialect dialect;
    private final Filled filled;
    private final Parent parent;

    FollowedParent(Dialect dialect, Filled filled, Parent parent) {
        this.dialect = dialect;
        this.filled = filled;
        this.parent = parent;
    }

    private static UUID id(Filled filled) {
        return UUID.nameUUIDFromBytes((filled.table() + "." + filled.column()).getBytes(StandardCharsets.UTF_8));
    }

    private static QueryPart setting(String what, Filled filled) {
        return DSL.inline("underpin." + what + "_" + id(filled).toString().replace("-", ""));
    }

    /** Says {@code yes} from before a row is written until right behind that, if its value is the parent's. */
    static QueryPart derivedSetting(Filled filled) {
        return setting("derived", filled);
    }

    /** Says {@code yes} in a transaction that has changed a parent's value. */
    private QueryPart changedSetting() {
        return setting("changed", filled);
    }

    /** Shared by those who write rows, exclusive for those who change a parent's value; taken when a transaction ends. */
    private QueryPart lock() {
        return DSL.inline(number());
    }

    private long number() {
        return id(filled).getMostSignificantBits();
    }

    /** Until the end of the transaction, no change of a parent's value takes effect. */
    Sql holdChanges() {
        return dialect.sql("SELECT pg_advisory_xact_lock_shared({0})", lock());
    }

    /** A batch may have locked rows that it does not write, because somebody else has filled them meanwhile. */
    Sql markBatch() {
        return dialect.sql("SELECT pg_advisory_xact_lock_shared({0})", DSL.inline(batch()));
    }

    private long batch() {
        return id(filled).getLeastSignificantBits();
    }

    /** Of pg_locks under that name, whether it is that advisory lock. */
    private Sql isLock(String locks, long number) {
        return dialect.sql(
                "{0}.locktype = 'advisory' AND {0}.classid = ({1})::bit(32)::bigint::oid AND {0}.objid = ({2})::bit(32)::bigint::oid AND {0}.objsubid = 1",
                DSL.raw(locks), DSL.inline((int) (number >> 32)), DSL.inline((int) number));
    }

    /** Before a row is written, its value; when the transaction ends, once more. */
    Sql filling() {
        return dialect.sql(
                """

                #variable_conflict use_column
                DECLARE
                  looked {1};
                  derived boolean := false;
                  snapshot_is_kept CONSTANT boolean := current_setting('transaction_isolation') IN ('repeatable read', 'serializable');
                BEGIN
                  IF TG_WHEN = 'AFTER' THEN
                {8}
                    RETURN NULL;
                  END IF;
                  SELECT p.{2} INTO looked FROM {3} AS p WHERE ({4}) = ({5});
                  IF NEW.{0} IS NULL THEN
                    NEW.{0} := looked;
                    derived := true;
                  ELSIF FOUND AND NOT record_image_ne(ROW(looked), ROW(NEW.{0})) THEN
                    derived := true;
                  ELSIF TG_OP = 'UPDATE' AND NOT record_image_ne(ROW(NEW.{0}), ROW(OLD.{0})) AND record_image_ne(ROW({5}), ROW({6})) THEN
                    derived := EXISTS (SELECT FROM {3} AS p WHERE ({4}) = ({6}) AND NOT record_image_ne(ROW(p.{2}), ROW(OLD.{0})));
                    IF derived THEN
                      NEW.{0} := looked;
                    END IF;
                  END IF;
                  PERFORM set_config({7}, CASE WHEN derived THEN 'yes' ELSE 'no' END, true);
                  RETURN NEW;
                END
                """,
                DSL.quotedName(filled.column()),
                DSL.raw(filled.type()),
                DSL.quotedName(parent.value()),
                parent.table(),
                of("p", parent.key()),
                of("NEW", parent.by()),
                of("OLD", parent.by()),
                derivedSetting(filled),
                settling());
    }

    /** A later version of the row, of the same transaction, may refer to another parent. */
    private Sql settling() {
        return dialect.sql(
                """
                    IF current_setting({0}, true) = 'yes' THEN
                      PERFORM pg_advisory_xact_lock({1});
                    ELSE
                      PERFORM pg_advisory_xact_lock_shared({1});
                    END IF;
                    IF snapshot_is_kept THEN
                      PERFORM FROM {2} AS p WHERE ({3}) = ({4}) FOR SHARE SKIP LOCKED;
                    END IF;
                    PERFORM FROM {2} AS p WHERE ({3}) = ({4}) AND record_image_ne(ROW(p.{5}), ROW(NEW.{6}));
                    IF FOUND THEN
                      UPDATE {7} AS c SET {6} = p.{5} FROM {2} AS p
                      WHERE {8} AND ({3}) = ({9}) AND NOT record_image_ne(ROW(c.{6}), ROW(NEW.{6})) AND record_image_ne(ROW(p.{5}), ROW(NEW.{6}));
                    END IF;""",
                changedSetting(),
                lock(),
                parent.table(),
                of("p", parent.key()),
                of("NEW", parent.by()),
                DSL.quotedName(parent.value()),
                DSL.quotedName(filled.column()),
                filled.table(),
                filled.identity().isEmpty()
                        ? dialect.sql("c.tableoid = TG_RELID AND c.ctid = NEW.ctid")
                        : dialect.sql("({0}) = ({1})", of("c", filled.identity()), of("NEW", filled.identity())),
                of("c", parent.by()));
    }

    /**
     * When a transaction that has changed a parent's value ends, the rows get it. Who has one locked, and waits for something else of this
     * transaction than the lock, is not waited for: a row that he writes is looked at again when he ends. Rows are locked under the exclusive lock
     * alone, so that nobody who does the same has rows locked that he does not write.
     */
    Sql following() {
        return dialect.sql(
                """

                #variable_conflict use_column
                DECLARE
                  patience CONSTANT text := current_setting('lock_timeout');
                  began CONSTANT timestamptz := clock_timestamp();
                  left_to_their_lockers text[] := '{}';
                  contended boolean := false;
                BEGIN
                  IF TG_NAME = {0} THEN
                    PERFORM set_config({1}, 'yes', true);
                    RETURN NULL;
                  END IF;
                  IF EXISTS (
                    SELECT FROM pg_locks AS l WHERE l.pid = pg_backend_pid() AND l.mode = 'ShareLock' AND {6}) THEN
                    PERFORM pg_advisory_xact_lock({7});
                  END IF;
                  LOOP
                    BEGIN
                      PERFORM set_config('lock_timeout', '20ms', true);
                      PERFORM pg_advisory_xact_lock({7});
                      IF contended THEN
                        left_to_their_lockers := ARRAY({8});
                      END IF;
                      IF left_to_their_lockers <> '{}' THEN
                        UPDATE {2} AS c SET {3} = NEW.{4}
                        WHERE {5} AND c.ctid = ANY (ARRAY(SELECT c.ctid FROM {2} AS c WHERE {5} FOR NO KEY UPDATE SKIP LOCKED));
                      END IF;
                      UPDATE {2} AS c SET {3} = NEW.{4} WHERE {5} AND NOT c.xmax::text = ANY (left_to_their_lockers);
                      PERFORM set_config('lock_timeout', patience, true);
                      RETURN NULL;
                    EXCEPTION WHEN lock_not_available THEN
                      IF patience::interval > interval '0' AND clock_timestamp() - began > patience::interval THEN
                        RAISE;
                      END IF;
                      contended := true;
                    END;
                    PERFORM pg_sleep(0.01);
                  END LOOP;
                END
                """,
                DSL.inline(filled.following()),
                changedSetting(),
                filled.table(),
                DSL.quotedName(filled.column()),
                DSL.quotedName(parent.value()),
                stale(),
                isLock("l", number()),
                lock(),
                lockedBehind());
    }

    private Sql stale() {
        return dialect.sql(
                "(({0}) = ({1}) OR ({0}) = ({2})) AND NOT record_image_ne(ROW(c.{3}), ROW(OLD.{4}))",
                of("c", parent.by()),
                of("NEW", parent.key()),
                of("OLD", parent.key()),
                DSL.quotedName(filled.column()),
                DSL.quotedName(parent.value()));
    }

    /** Who has such a row locked and waits for this transaction; of rows that several have locked, if one of those uses the table. */
    private Sql lockedBehind() {
        return dialect.sql(
                """

                      WITH RECURSIVE waiting AS MATERIALIZED (
                        SELECT DISTINCT w.pid, b.pid AS behind FROM pg_locks AS w, unnest(pg_blocking_pids(w.pid)) AS b (pid)
                        WHERE NOT w.granted AND NOT ({3})),
                      ours AS (
                        SELECT w.pid FROM waiting AS w WHERE w.behind = pg_backend_pid()
                        UNION
                        SELECT w.pid FROM waiting AS w JOIN ours AS o ON w.behind = o.pid),
                      lockers AS MATERIALIZED (
                        SELECT r.locker, l.pid
                        FROM (SELECT DISTINCT c.xmax::text AS locker FROM {0} AS c WHERE {1} AND c.xmax::text <> '0') AS r
                        LEFT JOIN pg_locks AS l ON l.locktype = 'transactionid' AND l.granted AND l.transactionid::text = r.locker)
                      SELECT l.locker FROM lockers AS l
                      WHERE l.pid IN (SELECT o.pid FROM ours AS o) AND NOT EXISTS (SELECT FROM pg_locks AS b WHERE b.pid = l.pid AND b.granted AND {4})
                        OR l.pid IS NULL AND EXISTS (
                          SELECT FROM ours AS o JOIN pg_locks AS k ON k.pid = o.pid
                          WHERE k.locktype = 'relation' AND k.granted AND k.mode IN ('RowShareLock', 'RowExclusiveLock')
                            AND k.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
                            AND k.relation IN (SELECT {2}::regclass UNION SELECT t.relid FROM pg_partition_tree({2}::regclass) AS t))""",
                filled.table(),
                stale(),
                DSL.inline(dialect.render(filled.table().jooq())),
                isLock("w", number()),
                isLock("b", batch()));
    }

    private Sql of(String row, List<String> columns) {
        return Clauses.ofRow(dialect, row, columns);
    }
}
