package dev.underpin.internal.journal;

import dev.underpin.report.RunState;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.EnumConverter;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.jooq.types.YearToSecond;

/**
 * The journal's tables, as {@link JournalSchema} creates them, with all of their columns. The functions are called with their schema:
 * what is written within a step's transaction is written where nobody's search path is believed.
 */
final class JournalTables {

    static final VersionTable VERSION = new VersionTable();
    static final LeaseTable LEASE = new LeaseTable();
    static final RunTable RUN = new RunTable();
    static final ClaimTable CLAIM = new ClaimTable();
    static final StepTable STEP = new StepTable();
    static final ProgramTable PROGRAM = new ProgramTable();
    static final ActionTable ACTION = new ActionTable();
    static final CheckpointTable CHECKPOINT = new CheckpointTable();
    static final EventTable EVENT = new EventTable();

    static final List<JournalTable> ALL = List.of(VERSION, LEASE, RUN, CLAIM, STEP, PROGRAM, ACTION, CHECKPOINT, EVENT);

    /** Moves on within a transaction. */
    static final Field<OffsetDateTime> CLOCK =
            DSL.field("pg_catalog.clock_timestamp()", SQLDataType.TIMESTAMPWITHTIMEZONE);

    static final Field<OffsetDateTime> TRANSACTION_BEGAN =
            DSL.field("pg_catalog.transaction_timestamp()", SQLDataType.TIMESTAMPWITHTIMEZONE);

    /** Orders what happens within a database. */
    static final Field<Long> TICK = DSL.field("pg_catalog.nextval('underpin.tick')", SQLDataType.BIGINT);

    private JournalTables() {}

    /** Of each table, the names of its columns. */
    static Map<String, Set<String>> columns() {
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        ALL.forEach(table -> columns.put(
                table.getName(), table.fieldStream().map(Field::getName).collect(Collectors.toUnmodifiableSet())));
        return columns;
    }

    /** A table of the journal. */
    abstract static class JournalTable extends TableImpl<Record> {

        private static final long serialVersionUID = 1L;

        JournalTable(String name) {
            super(DSL.name(name), DSL.schema(DSL.name(JournalSchema.NAME)));
        }

        final <T> TableField<Record, T> column(String name, DataType<T> type) {
            return createField(DSL.name(name), type);
        }

        final <E extends Enum<E>> TableField<Record, E> column(String name, Class<E> type) {
            return createField(DSL.name(name), SQLDataType.CLOB, "", new EnumConverter<>(String.class, type));
        }

        final TableField<Record, String> text(String name) {
            return column(name, SQLDataType.CLOB);
        }

        final TableField<Record, Integer> integer(String name) {
            return column(name, SQLDataType.INTEGER);
        }

        final TableField<Record, Long> bigint(String name) {
            return column(name, SQLDataType.BIGINT);
        }

        final TableField<Record, UUID> uuid(String name) {
            return column(name, SQLDataType.UUID);
        }

        final TableField<Record, JSONB> json(String name) {
            return column(name, SQLDataType.JSONB);
        }

        final TableField<Record, OffsetDateTime> time(String name) {
            return column(name, SQLDataType.TIMESTAMPWITHTIMEZONE);
        }
    }

    /** Which versions of the journal were installed. */
    static final class VersionTable extends JournalTable {

        private static final long serialVersionUID = 1L;

        final TableField<Record, Integer> version = integer("version");
        final TableField<Record, OffsetDateTime> installedAt = time("installed_at");
        final TableField<Record, String> tool = text("tool");

        private VersionTable() {
            super("version");
        }
    }

    /** Who works on which plan. */
    static final class LeaseTable extends JournalTable {

        private static final long serialVersionUID = 1L;

        final TableField<Record, String> scope = text("scope");
        final TableField<Record, Long> epoch = bigint("epoch");
        final TableField<Record, String> host = text("host");
        final TableField<Record, Integer> backendPid = integer("backend_pid");
        final TableField<Record, String> command = text("command");
        final TableField<Record, UUID> run = uuid("run");
        final TableField<Record, OffsetDateTime> acquiredAt = time("acquired_at");
        final TableField<Record, OffsetDateTime> heartbeatAt = time("heartbeat_at");
        final TableField<Record, JSONB> activity = json("activity");
        final TableField<Record, OffsetDateTime> releasedAt = time("released_at");

        private LeaseTable() {
            super("lease");
        }
    }

    /** A plan's applications. */
    static final class RunTable extends JournalTable {

        private static final long serialVersionUID = 1L;

        final TableField<Record, UUID> id = uuid("id");
        final TableField<Record, Long> ordinal = bigint("ordinal");
        final TableField<Record, String> plan = text("plan");
        final TableField<Record, RunState> state = column("state", RunState.class);
        final TableField<Record, Operation> operation = column("operation", Operation.class);
        final TableField<Record, JSONB> canonical = json("canonical");
        final TableField<Record, String> sha256 = text("sha256");
        final TableField<Record, String> tool = text("tool");
        final TableField<Record, String> actor = text("actor");
        final TableField<Record, String[]> gates = column("gates", SQLDataType.CLOB.array());
        final TableField<Record, JSONB> measurements = json("measurements");
        final TableField<Record, OffsetDateTime> startedAt = time("started_at");
        final TableField<Record, OffsetDateTime> endedAt = time("ended_at");

        private RunTable() {
            super("run");
        }
    }

    /** Which run holds which relation. */
    static final class ClaimTable extends JournalTable {

        private static final long serialVersionUID = 1L;

        final TableField<Record, String> schemaName = text("schema_name");
        final TableField<Record, String> relation = text("relation");
        final TableField<Record, UUID> run = uuid("run");

        private ClaimTable() {
            super("claim");
        }
    }

    /** The steps of runs. */
    static final class StepTable extends JournalTable {

        private static final long serialVersionUID = 1L;

        final TableField<Record, UUID> run = uuid("run");
        final TableField<Record, Integer> ordinal = integer("ordinal");
        final TableField<Record, String> id = text("id");
        final TableField<Record, String> type = text("type");
        final TableField<Record, Integer> version = integer("version");
        final TableField<Record, JSONB> config = json("config");
        final TableField<Record, String> sha256 = text("sha256");
        final TableField<Record, JSONB> preview = json("preview");
        final TableField<Record, JSONB> memory = json("memory");
        final TableField<Record, RunState> state = column("state", RunState.class);
        final TableField<Record, OffsetDateTime> startedAt = time("started_at");
        final TableField<Record, OffsetDateTime> endedAt = time("ended_at");
        final TableField<Record, YearToSecond> worked = column("worked", SQLDataType.INTERVAL);
        final TableField<Record, OffsetDateTime> workingSince = time("working_since");

        private StepTable() {
            super("step");
        }
    }

    /** The programs of steps. */
    static final class ProgramTable extends JournalTable {

        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> id = bigint("id");
        final TableField<Record, UUID> run = uuid("run");
        final TableField<Record, Integer> step = integer("step");
        final TableField<Record, ProgramRole> role = column("role", ProgramRole.class);
        final TableField<Record, Long> parent = bigint("parent");
        final TableField<Record, Integer> round = integer("round");
        final TableField<Record, ProgramState> state = column("state", ProgramState.class);
        final TableField<Record, JSONB> body = json("body");
        final TableField<Record, String> sha256 = text("sha256");
        final TableField<Record, JSONB> answers = json("answers");
        final TableField<Record, OffsetDateTime> createdAt = time("created_at");

        private ProgramTable() {
            super("program");
        }
    }

    /** The actions of programs. */
    static final class ActionTable extends JournalTable {

        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> id = bigint("id");
        final TableField<Record, Long> program = bigint("program");
        final TableField<Record, String> path = text("path");
        final TableField<Record, String> key = text("key");
        final TableField<Record, String> kind = text("kind");
        final TableField<Record, ActionState> state = column("state", ActionState.class);
        final TableField<Record, Long> began = bigint("began");
        final TableField<Record, Integer> attempts = integer("attempts");
        final TableField<Record, Long> rows = bigint("rows");
        final TableField<Record, JSONB> evidence = json("evidence");
        final TableField<Record, String> sqlstate = text("sqlstate");
        final TableField<Record, String> message = text("message");
        final TableField<Record, OffsetDateTime> startedAt = time("started_at");
        final TableField<Record, OffsetDateTime> endedAt = time("ended_at");

        private ActionTable() {
            super("action");
        }
    }

    /** How far the segments of actions have come. */
    static final class CheckpointTable extends JournalTable {

        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> action = bigint("action");
        final TableField<Record, Integer> segment = integer("segment");
        final TableField<Record, String> lower = text("lower");
        final TableField<Record, String> upper = text("upper");
        final TableField<Record, String> position = text("position");
        final TableField<Record, Long> relfilenode = bigint("relfilenode");
        final TableField<Record, Long> rows = bigint("rows");

        private CheckpointTable() {
            super("checkpoint");
        }
    }

    /** What else happened in runs. */
    static final class EventTable extends JournalTable {

        private static final long serialVersionUID = 1L;

        final TableField<Record, Long> id = bigint("id");
        final TableField<Record, UUID> run = uuid("run");
        final TableField<Record, OffsetDateTime> at = time("at");
        final TableField<Record, String> kind = text("kind");
        final TableField<Record, JSONB> body = json("body");

        private EventTable() {
            super("event");
        }
    }
}
