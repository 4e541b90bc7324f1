package dev.underpin.engine;

import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Await;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Converge;
import dev.underpin.spi.program.Drain;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Export;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Pace;
import dev.underpin.spi.program.Parallel;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Sync;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/** Copies a table {@code (id bigint primary key, v int, note text)}, keeps it equal, and adds 100 to each v of the copy once. */
final class MirrorTable implements Step<MirrorTable.Config, MirrorTable.Memory> {

    @Inject
    MirrorTable() {}

    @Described("What to mirror.")
    public record Config(
            @Described(value = "The table.", example = "public.goods")
            QualifiedName table,

            @Described(value = "Where its rows are written to.", example = "/var/tmp/goods.copy")
            String file,

            @Described(value = "How many extra tables are made, one a round.", example = "2", absent = "2")
            int extras) {}

    public record Memory(long rows) {}

    @Override
    public Inspection precheck(Config config, StepContext context) {
        if (context.catalog().table(config.table()).isEmpty()) {
            return Inspection.of(
                    List.of(Finding.error("E9901", config.table() + " does not exist", "Create the table.")));
        }
        return Inspection.CLEAN;
    }

    public record Counted(long rows) {}

    @Override
    public Memory remember(Config config, StepContext context) {
        return new Memory(
                context.ask("rows", context.dialect().sql("SELECT count(*) FROM {0}", config.table()), Counted.class)
                        .get(0)
                        .rows());
    }

    @Override
    public Program apply(Config config, Memory memory, StepContext context) {
        Words words = new Words(context.dialect(), config);
        return Program.of(
                words.create(),
                words.capture(),
                words.copy(),
                words.touch(),
                words.catchUp(),
                words.index(),
                words.export(),
                new Parallel("labels", "Label the copy", 2, List.of(words.label("id"), words.label("v"))),
                new Await("older", "Wait for older snapshots"),
                words.settle(),
                Converge.of("extras", "Make the extra tables"));
    }

    @Override
    public Program phase(String phase, Config config, Memory memory, StepContext context) {
        Words words = new Words(context.dialect(), config);
        for (int i = 0; i < config.extras(); i++) {
            if (context.catalog().table(words.extra(i)).isEmpty()) {
                return Program.of(words.makeExtra(i));
            }
        }
        return Program.EMPTY;
    }

    @Override
    public List<Check> verify(Config config, Memory memory, StepContext context) {
        Words words = new Words(context.dialect(), config);
        return List.of(new Check(
                "equal",
                "the copy equals the table",
                new Question.Rows(words.differences(), Expect.none()),
                Check.OnMiss.FAIL,
                "E9902",
                "Look at the rows."));
    }

    @Override
    public Program finalizing(Config config, Memory memory, StepContext context) {
        Words words = new Words(context.dialect(), config);
        return Program.of(Transaction.of("capture.end", "Stop logging", Undo.NONE, words.dropCapture()));
    }

    /** The statements. */
    private record Words(Dialect dialect, Config config) {

        QualifiedName copyName() {
            return config.table().sibling(config.table().local() + "_copy");
        }

        QualifiedName log() {
            return config.table().sibling(config.table().local() + "_log");
        }

        QualifiedName function() {
            return config.table().sibling(config.table().local() + "_logged");
        }

        QualifiedName extra(int i) {
            return config.table().sibling(config.table().local() + "_extra" + i);
        }

        Transaction create() {
            return Transaction.of(
                    "create",
                    "Create the copy",
                    Undo.by(Transaction.of(
                            "create.undo", "Drop the copy", Undo.NONE, dialect.sql("DROP TABLE {0}", copyName()))),
                    dialect.sql(
                            "CREATE TABLE {0} (LIKE {1} INCLUDING DEFAULTS, PRIMARY KEY (id))",
                            copyName(), config.table()));
        }

        Transaction capture() {
            return Transaction.of(
                    "capture",
                    "Log what changes",
                    Undo.by(Transaction.of("capture.undo", "Stop logging", Undo.NONE, dropCapture())),
                    dialect.sql(
                            "CREATE TABLE {0} (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id bigint)", log()),
                    dialect.sql("""
                            CREATE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
                            BEGIN
                              IF TG_OP <> 'INSERT' THEN INSERT INTO {1} (id) VALUES (OLD.id); END IF;
                              IF TG_OP <> 'DELETE' THEN INSERT INTO {1} (id) VALUES (NEW.id); END IF;
                              RETURN NULL;
                            END $$
                            """, function(), log()),
                    dialect.sql(
                                    "CREATE TRIGGER goods_logged AFTER INSERT OR UPDATE OR DELETE ON {0} FOR EACH ROW EXECUTE FUNCTION {1}()",
                                    config.table(), function())
                            .locking(config.table(), LockMode.SHARE_ROW_EXCLUSIVE));
        }

        List<Sql> dropCapture() {
            return List.of(
                    dialect.sql("DROP TRIGGER goods_logged ON {0}", config.table())
                            .locking(config.table(), LockMode.ACCESS_EXCLUSIVE),
                    dialect.sql("DROP FUNCTION {0}()", function()),
                    dialect.sql("DROP TABLE {0}", log()));
        }

        Batches copy() {
            Sql chunk = dialect.sql(
                    "INSERT INTO {0} SELECT * FROM {1} WHERE ctid >= {2} AND ctid < {3} ON CONFLICT DO NOTHING",
                    copyName(), config.table(), new Dialect.Late("from", "tid"), new Dialect.Late("to", "tid"));
            Pace pace = new Pace(2, Duration.ofMillis(20), Duration.ofSeconds(10), Optional.empty());
            return new Batches(
                    "copy",
                    "Copy the rows",
                    new Chunks.Pages(config.table()),
                    List.of(),
                    List.of(chunk),
                    pace,
                    Undo.NONE);
        }

        Batches touch() {
            Sql chunk = dialect.sql(
                    "UPDATE {0} SET v = v + 100 WHERE id >= {1} AND id <= {2}",
                    copyName(), new Dialect.Late("from_1", "bigint"), new Dialect.Late("to_1", "bigint"));
            Pace pace = new Pace(1, Duration.ofMillis(5), Duration.ofSeconds(10), Optional.empty());
            return new Batches(
                    "touch",
                    "Add 100",
                    new Chunks.Keys(copyName(), List.of("id")),
                    List.of(),
                    List.of(chunk),
                    pace,
                    Undo.NONE);
        }

        Sync sync() {
            return new Sync(
                    "goods",
                    config.table(),
                    copyName(),
                    List.of(Sql.of("CREATE TEMP TABLE IF NOT EXISTS goods_keys (id bigint) ON COMMIT DELETE ROWS")),
                    dialect.sql("SELECT count(*) FROM {0}", log()),
                    dialect.sql("""
                            WITH taken AS (
                              DELETE FROM {0} WHERE seq IN (SELECT seq FROM {0} ORDER BY seq LIMIT {1} FOR UPDATE SKIP LOCKED) RETURNING id)
                            INSERT INTO pg_temp.goods_keys SELECT id FROM taken
                            """, log(), new Dialect.Late("n", "bigint")),
                    List.of(
                            dialect.sql("DELETE FROM {0} WHERE id IN (SELECT id FROM pg_temp.goods_keys)", copyName()),
                            dialect.sql(
                                    "INSERT INTO {0} SELECT id, v + 100, note FROM {1} WHERE id IN (SELECT id FROM pg_temp.goods_keys)",
                                    copyName(), config.table()),
                            Sql.of("DELETE FROM pg_temp.goods_keys")),
                    List.of());
        }

        Batches catchUp() {
            return new Batches(
                    "catch-up",
                    "Catch up",
                    new Chunks.Log(sync(), 0, Optional.empty()),
                    List.of(),
                    List.of(),
                    Pace.DEFAULT,
                    Undo.NONE);
        }

        /** Under a lock that keeps writers out, nothing is left to be replayed. */
        Transaction settle() {
            return Transaction.of(
                    "settle",
                    "Settle",
                    Undo.NONE,
                    dialect.sql("LOCK TABLE {0} IN SHARE MODE", config.table()).locking(config.table(), LockMode.SHARE),
                    new Drain(sync()),
                    new Check(
                            "settled",
                            "nothing is pending",
                            new Question.Rows(sync().pending(), Expect.value(0)),
                            Check.OnMiss.FAIL,
                            "E9903",
                            "This cannot be."));
        }

        Autocommit index() {
            QualifiedName index = copyName().sibling(copyName().local() + "_v");
            return new Autocommit(
                    "index",
                    "Index the copy",
                    dialect.sql("CREATE INDEX CONCURRENTLY {0} ON {1} (v)", DSL.quotedName(index.local()), copyName())
                            .locking(Lock.on(copyName(), LockMode.SHARE_UPDATE_EXCLUSIVE)),
                    dialect.sql(
                            "SELECT CASE WHEN i.indisvalid THEN 'DONE' ELSE 'PARTIAL' END FROM pg_catalog.pg_index AS i WHERE i.indexrelid = pg_catalog.to_regclass({0})",
                            DSL.inline(dialect.render(index.jooq()))),
                    List.of(dialect.sql("DROP INDEX CONCURRENTLY {0}", index)),
                    Optional.empty(),
                    Undo.by(new Autocommit(
                            "index.undo",
                            "Drop the index",
                            dialect.sql("DROP INDEX CONCURRENTLY {0}", index),
                            dialect.sql(
                                    "SELECT CASE WHEN pg_catalog.to_regclass({0}) IS NULL THEN 'DONE' ELSE 'ABSENT' END",
                                    DSL.inline(dialect.render(index.jooq()))),
                            List.of(),
                            Optional.empty(),
                            Undo.NONE)));
        }

        Export export() {
            return new Export(
                    "export",
                    "Write the rows to a file",
                    dialect.sql("SELECT * FROM {0} ORDER BY id", config.table()),
                    config.file(),
                    Undo.NONE);
        }

        Action label(String column) {
            return Transaction.of(
                    "label:" + column,
                    "Label " + column,
                    Undo.NONE,
                    dialect.sql(
                            "COMMENT ON COLUMN {0} IS 'copied'",
                            DSL.quotedName(copyName().schema(), copyName().local(), column)));
        }

        Action makeExtra(int i) {
            return Transaction.of(
                    "extra:" + i,
                    "Make extra table " + i,
                    Undo.by(Transaction.of(
                            "extra.undo:" + i,
                            "Drop extra table " + i,
                            Undo.NONE,
                            dialect.sql("DROP TABLE {0}", extra(i)))),
                    dialect.sql("CREATE TABLE {0} (id int)", extra(i)));
        }

        Sql differences() {
            return dialect.sql(
                    "(SELECT id, v + 100, note FROM {0} EXCEPT ALL TABLE {1}) UNION ALL (TABLE {1} EXCEPT ALL SELECT id, v + 100, note FROM {0})",
                    config.table(), copyName());
        }
    }
}
