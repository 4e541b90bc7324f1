package dev.underpin.testkit.workload;

import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.TestSession;
import dev.underpin.testkit.UncheckedSqlException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** How many applications do how much. Every number has a default; the same seed draws the same operations. */
public final class WorkloadBuilder {

    private static final int WARM_UP_ROUNDS = 3;

    private final TestDatabase database;
    private final String table;
    private Shape shape = Shape.messages();
    private int writers = 4;
    private int readers = 1;
    private int opsPerSecond = 50;
    private int adopted = 250;
    private long seed = 1;

    WorkloadBuilder(TestDatabase database, String table) {
        this.database = database;
        this.table = table;
    }

    public WorkloadBuilder shape(Shape columns) {
        this.shape = columns;
        return this;
    }

    /** By default 4. */
    public WorkloadBuilder writers(int number) {
        this.writers = number;
        return this;
    }

    /** By default 1. */
    public WorkloadBuilder readers(int number) {
        this.readers = number;
        return this;
    }

    /** Of each writer, and reads of each reader; by default 50. What a stalled one has missed it catches up on. */
    public WorkloadBuilder opsPerSecond(int rate) {
        this.opsPerSecond = rate;
        return this;
    }

    /** How many of the rows that are there each writer takes over, if there are so many; by default 250. */
    public WorkloadBuilder adopt(int rowsPerWriter) {
        this.adopted = rowsPerWriter;
        return this;
    }

    public WorkloadBuilder seed(long number) {
        this.seed = number;
        return this;
    }

    /**
     * Notes what is in the table, connects, does a few operations of each kind to warm up, and starts. Nobody else may write to the table from
     * here on, except what must not change its contents.
     *
     * @throws IllegalStateException if the writers cannot work on this table even now
     */
    public Workload start() {
        try (TestSession session = database.session()) {
            session.execute("SET TimeZone = 'UTC'");
            return start(session);
        } catch (SQLException failure) {
            throw new UncheckedSqlException("start a workload on " + table, failure);
        }
    }

    private Workload start(TestSession session) throws SQLException {
        TableStatements statements = TableStatements.of(session, table, shape);
        SplittableRandom random = new SplittableRandom(seed);
        Months months = months(session, statements);
        BaseRows base = BaseRows.capture(session.connection(), statements);
        List<OwnedRows> owners = adopt(session.connection(), statements, base, random);
        Recorder recorder = new Recorder();
        List<Writer> writing = new ArrayList<>();
        for (OwnedRows owner : owners) {
            TimedConnection connection = new TimedConnection(database.connect(), recorder.statements());
            writing.add(new Writer(writing.size(), connection, statements, months, owner, recorder, random.split()));
        }
        List<Reader> reading = new ArrayList<>();
        for (int reader = 0; reader < readers; reader++) {
            TimedConnection connection = new TimedConnection(database.connect(), recorder.reads());
            reading.add(new Reader(connection, statements, base, recorder, random.split()));
        }
        Bystander bystander = new Bystander(new TimedConnection(database.connect(), recorder.bystanders()), recorder);
        Workload workload = new Workload(database, statements, base, writing, reading, bystander, recorder);
        warmUp(workload, writing, reading, bystander, recorder);
        workload.run(opsPerSecond);
        return workload;
    }

    private static void warmUp(
            Workload workload, List<Writer> writers, List<Reader> readers, Bystander bystander, Recorder recorder) {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (Writer writer : writers) {
                Operation.simple().forEach(writer::perform);
                writer.perform(Operation.ABORT);
            }
            readers.forEach(Reader::step);
            bystander.step();
        }
        if (!recorder.errors().isEmpty()) {
            workload.close();
            throw new IllegalStateException("the workload does not suit the table: " + recorder.errors());
        }
        recorder.reset();
    }

    private static Months months(TestSession session, TableStatements statements) {
        List<@Nullable Object> range = session.queryRows(statements.range()).get(0);
        return range.get(0) == null
                ? Months.recent()
                : Months.between(String.valueOf(range.get(0)), String.valueOf(range.get(1)));
    }

    /** Rows from all over the table, different ones for each writer. */
    private List<OwnedRows> adopt(
            Connection connection, TableStatements statements, BaseRows base, SplittableRandom random)
            throws SQLException {
        int each = Math.min(adopted, base.size() / (writers + 1));
        Set<Integer> places = new LinkedHashSet<>();
        while (places.size() < each * writers) {
            places.add(random.nextInt(base.size()));
        }
        List<String> ids = places.stream().map(base::id).toList();
        places.forEach(base::adopt);
        List<OwnedRows> owners = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            owners.add(owned(connection, statements, ids.subList(writer * each, (writer + 1) * each)));
        }
        return owners;
    }

    private static OwnedRows owned(Connection connection, TableStatements statements, List<String> ids)
            throws SQLException {
        OwnedRows owned = new OwnedRows();
        String type = statements.shape().ids().name().toLowerCase(Locale.ROOT);
        try (PreparedStatement statement = connection.prepareStatement(statements.rowsOf(statements.table()))) {
            statement.setArray(1, connection.createArrayOf(type, ids.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Row row = statements.row(rows);
                    owned.put(String.valueOf(row.get(statements.idColumn())), row);
                }
            }
        }
        owned.commit();
        return owned;
    }
}
