package dev.underpin.partitioning.postgresql;

import dev.underpin.partitioning.sql.OwnTrigger;
import dev.underpin.partitioning.sql.OwnTriggerStatements;
import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jooq.impl.DSL;

/**
 * The tool's triggers, as pg_trigger and pg_proc have them. Whoever changes one and changes it back leaves another transaction's
 * number in its row.
 */
public class PostgresOwnTriggers implements OwnTriggerStatements {

    /**
     * Each trigger on the table that has to have it, or on the table and its partitions. {0}: rows of table as text that regclass
     * reads, trigger, schema and name of the function, its text, type bits, whether conditional, whether in partitions.
     */
    private static final String STANDING = """
            FROM (VALUES {0}) AS w (relation, trigger, function_schema, function, body, type, conditional, partitions)
            CROSS JOIN LATERAL (
              SELECT CAST(to_regclass(w.relation) AS oid) AS oid
              UNION
              SELECT CAST(p.relid AS oid) FROM pg_partition_tree(to_regclass(w.relation)) AS p WHERE w.partitions) AS r
            LEFT JOIN pg_class AS c ON c.oid = r.oid
            LEFT JOIN pg_namespace AS n ON n.oid = c.relnamespace
            LEFT JOIN pg_trigger AS g ON g.tgrelid = r.oid AND g.tgname = w.trigger
            LEFT JOIN pg_proc AS f ON f.oid = g.tgfoid
            LEFT JOIN pg_namespace AS s ON s.oid = f.pronamespace
            """;

    private static final String BROKEN = """
            SELECT b.schema, b.relation, b.trigger, b.problem
            FROM (SELECT coalesce(n.nspname, '') AS schema, coalesce(c.relname, w.relation) AS relation, w.trigger,
                  CASE WHEN g.oid IS NULL THEN 'MISSING'
                       WHEN g.tgtype <> w.type OR (g.tgqual IS NOT NULL) <> w.conditional OR cardinality(CAST(g.tgattr AS int2[])) > 0 OR g.tgnargs <> 0
                         OR s.nspname <> w.function_schema OR f.proname <> w.function THEN 'ANOTHER'
                       WHEN encode(sha256(convert_to(f.prosrc, 'UTF8')), 'hex') <> w.body OR NOT f.prosecdef THEN 'FUNCTION'
                       WHEN g.tgenabled <> 'A' THEN 'NOT_ALWAYS' END AS problem
                  {0}) AS b
            WHERE b.problem IS NOT NULL
            ORDER BY 1, 2, 3
            """;

    private static final String TOUCHED = """
            SELECT coalesce(md5(string_agg(
              concat_ws(' ', w.trigger, r.oid, g.oid, g.xmin, g.tgenabled, f.oid, f.xmin), E'\\n' ORDER BY r.oid, w.trigger)), '')
            {0}
            """;

    private final Dialect dialect;

    public PostgresOwnTriggers(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql createIdle(String name, QualifiedName table) {
        return dialect.sql(
                "CREATE TRIGGER {0} BEFORE UPDATE ON {1} FOR EACH ROW"
                        + " EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()",
                DSL.quotedName(name), table);
    }

    @Override
    public Sql broken(List<OwnTrigger> triggers) {
        return dialect.sql(BROKEN, standing(triggers));
    }

    @Override
    public Sql touched(List<OwnTrigger> triggers) {
        return dialect.sql(TOUCHED, standing(triggers));
    }

    private Sql standing(List<OwnTrigger> triggers) {
        return dialect.sql(STANDING, Clauses.list(dialect, triggers, this::row));
    }

    private Sql row(OwnTrigger trigger) {
        OwnTrigger.Timing timing = trigger.timing();
        return dialect.sql(
                "({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7})",
                DSL.inline(dialect.render(trigger.table().jooq())),
                DSL.inline(trigger.name()),
                DSL.inline(trigger.function().schema()),
                DSL.inline(trigger.function().local()),
                DSL.inline(Digest.of(trigger.body())),
                DSL.inline(bits(timing)),
                DSL.inline(timing.conditional()),
                DSL.inline(timing.inPartitions()));
    }

    /** As pg_trigger.tgtype has them. */
    private static int bits(OwnTrigger.Timing timing) {
        return (timing.forEachRow() ? 1 : 0)
                + (timing.before() ? 2 : 0)
                + (timing.insert() ? 4 : 0)
                + (timing.delete() ? 8 : 0)
                + (timing.update() ? 16 : 0)
                + (timing.truncate() ? 32 : 0);
    }

    @Override
    public List<Sql> mend(OwnTrigger trigger, Broken broken, List<String> otherGrantees) {
        QualifiedName relation = QualifiedName.of(broken.schema(), broken.relation());
        return switch (Problem.valueOf(broken.problem())) {
            case NOT_ALWAYS -> List.of(always(trigger, relation));
            case FUNCTION -> {
                List<Sql> statements = new ArrayList<>(function(trigger, otherGrantees));
                statements.add(always(trigger, relation));
                yield statements;
            }
            case MISSING -> again(trigger, otherGrantees, List.of());
            case ANOTHER -> again(trigger, otherGrantees, List.of(drop(trigger.name(), trigger.table())));
        };
    }

    private List<Sql> again(OwnTrigger trigger, List<String> otherGrantees, List<Sql> before) {
        List<Sql> statements = new ArrayList<>(function(trigger, otherGrantees));
        statements.addAll(before);
        statements.addAll(arm(trigger.create(), trigger.table(), trigger.name()));
        return statements;
    }

    private List<Sql> function(OwnTrigger trigger, List<String> otherGrantees) {
        return List.of(
                trigger.replaceFunction(),
                dialect.sql("REVOKE ALL ON FUNCTION {0}() FROM {1}", trigger.function(), Clauses.roles(otherGrantees)));
    }

    /** The statements that make it. */
    List<Sql> arm(Sql create, QualifiedName table, String trigger) {
        return List.of(create.locking(table, LockMode.SHARE_ROW_EXCLUSIVE), always(table, trigger));
    }

    /** Asked of a partitioned table, it goes for its partitions, too. */
    private Sql always(OwnTrigger trigger, QualifiedName relation) {
        return always(trigger.timing().inPartitions() ? trigger.table() : relation, trigger.name());
    }

    private Sql always(QualifiedName table, String trigger) {
        return dialect.sql("ALTER TABLE {0} ENABLE ALWAYS TRIGGER {1}", table, DSL.quotedName(trigger))
                .locking(Lock.on(table, LockMode.SHARE_ROW_EXCLUSIVE));
    }

    Sql drop(String trigger, QualifiedName table) {
        return dialect.sql("DROP TRIGGER IF EXISTS {0} ON {1}", DSL.quotedName(trigger), table)
                .locking(table, LockMode.ACCESS_EXCLUSIVE);
    }
}
