package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.LockStatements;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jooq.impl.DSL;

/** PostgreSQL's locks on tables. A table's system columns have been written by the transaction that made it, and by no other. */
public class PostgresLocks implements LockStatements {

    private final Dialect dialect;

    public PostgresLocks(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql beyond(List<Lock> said) {
        List<Sql> rows = new ArrayList<>();
        rows.add(dialect.sql("(CAST(NULL AS text), CAST(NULL AS int))"));
        said.forEach(lock -> lock.relation()
                .ifPresent(relation -> rows.add(dialect.sql(
                        "({0}, {1})",
                        DSL.inline(dialect.render(relation.jooq())),
                        DSL.inline(lock.mode().ordinal())))));
        List<Sql> modes = new ArrayList<>();
        for (LockMode mode : LockMode.values()) {
            modes.add(dialect.sql("({0}, {1})", DSL.inline(mode.ordinal()), DSL.inline(word(mode))));
        }
        return dialect.sql(
                """
                SELECT c.oid::regclass::text AS relation, l.mode
                FROM pg_locks AS l
                JOIN (VALUES {1}) AS m (strength, mode) ON m.mode = l.mode
                JOIN pg_class AS c ON c.oid = l.relation
                JOIN pg_namespace AS n ON n.oid = c.relnamespace
                WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND m.strength > {2}
                  AND c.relkind IN ('r', 'p', 'm', 'f') AND c.relpersistence <> 't' AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'underpin')
                  AND NOT EXISTS (
                    SELECT FROM pg_attribute AS a
                    WHERE a.attrelid = c.oid AND a.attnum = -6 AND a.xmin::text = (pg_current_xact_id()::text::numeric % 4294967296)::text)
                  AND m.strength > coalesce((SELECT max(s.strength) FROM (VALUES {0}) AS s (relation, strength) WHERE to_regclass(s.relation) = c.oid), -1)
                ORDER BY 1, 2""",
                Clauses.join(dialect, ", ", rows),
                Clauses.join(dialect, ", ", modes),
                DSL.inline(LockMode.ROW_EXCLUSIVE.ordinal()));
    }

    /** {@code SHARE ROW EXCLUSIVE} is {@code ShareRowExclusiveLock}. */
    private static String word(LockMode mode) {
        StringBuilder word = new StringBuilder();
        for (String part : mode.name().split("_", -1)) {
            word.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return word.append("Lock").toString();
    }
}
