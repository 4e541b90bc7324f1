package dev.underpin.testkit.workload;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One writer: it alone changes the rows that it owns, on one connection, and never tries anything twice. */
final class Writer implements AutoCloseable {

    private static final String SLEEP = "SELECT pg_sleep(0.2)";
    private static final long SLEEP_NANOS = 200_000_000L;
    private static final int MOST_IN_A_TRANSACTION = 5;

    private final int number;
    private final TimedConnection connection;
    private final TableStatements statements;
    private final Months months;
    private final OwnedRows owned;
    private final Recorder recorder;
    private final SplittableRandom random;
    /** The ids of the present operation. */
    private final Set<String> touched = new HashSet<>();

    private long serial;

    Writer(
            int number,
            TimedConnection connection,
            TableStatements statements,
            Months months,
            OwnedRows owned,
            Recorder recorder,
            SplittableRandom random) {
        this.number = number;
        this.connection = connection;
        this.statements = statements;
        this.months = months;
        this.owned = owned;
        this.recorder = recorder;
        this.random = random;
    }

    OwnedRows owned() {
        return owned;
    }

    /** Does one operation drawn at random; what goes wrong is recorded. */
    void step() {
        perform(Operation.any(random));
    }

    void perform(Operation operation) {
        try {
            if (connection.isDead()) {
                return;
            }
            touched.clear();
            run(operation);
            recorder.done(operation);
        } catch (SQLException failure) {
            recorder.failed(failure);
            recover();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void run(Operation operation) throws SQLException {
        switch (operation) {
            case LONG_TRANSACTION -> transaction(true, SLEEP);
            case ABORT -> transaction(false, null);
            case REINSERT -> {
                if (random.nextBoolean()) {
                    connection.begin();
                    change(operation);
                    commit();
                } else {
                    change(operation);
                    owned.commit();
                }
            }
            default -> {
                change(operation);
                owned.commit();
            }
        }
    }

    private void transaction(boolean kept, @Nullable String pause) throws SQLException {
        long start = System.nanoTime();
        connection.begin();
        changes();
        if (pause != null) {
            connection.execute(pause, SLEEP_NANOS);
            changes();
        }
        if (kept) {
            commit();
        } else {
            connection.rollback();
            owned.rollback();
        }
        recorder.transactions()
                .record(
                        kept ? "committed" : "rolled back",
                        System.nanoTime() - start - (pause == null ? 0 : SLEEP_NANOS));
    }

    private void changes() throws SQLException {
        int number = 1 + random.nextInt(MOST_IN_A_TRANSACTION / 2);
        for (int change = 0; change < number; change++) {
            change(Operation.anySimple(random));
        }
    }

    private void commit() throws SQLException {
        connection.commit();
        owned.commit();
    }

    private void change(Operation operation) throws SQLException {
        String id = owned.any(random).orElse("");
        if (id.isEmpty()) {
            insert(random.nextBoolean() ? null : freshId());
            return;
        }
        switch (operation == Operation.REKEY && !statements.mayRekey() ? Operation.UPDATE : operation) {
            case UPDATE -> update(id, statements.shape().content(), statements.contentColumn(), nextContent());
            case MOVE -> update(id, statements.shape().moment(), statements.momentColumn(), otherMonth(id));
            case REKEY -> update(id, statements.shape().id(), statements.idColumn(), freshId());
            case DELETE -> delete(id);
            case REINSERT -> {
                delete(id);
                insert(id);
            }
            default -> insert(random.nextBoolean() ? null : freshId());
        }
    }

    private void insert(@Nullable String id) throws SQLException {
        Shape shape = statements.shape();
        Map<String, String> given = new LinkedHashMap<>(shape.onInsert());
        if (id != null) {
            given.put(shape.id(), id);
        } else if (!statements.mayOmit(shape.id())) {
            given.put(shape.id(), freshId());
        }
        given.put(shape.content(), nextContent());
        if (!statements.mayOmit(shape.moment()) || random.nextBoolean()) {
            given.put(shape.moment(), months.any(random));
        }
        touched.add(given.getOrDefault(shape.id(), ""));
        List<Row> rows = connection.query(
                "INSERT",
                statements::row,
                statements.insert(new ArrayList<>(given.keySet())),
                given.values().toArray(String[]::new));
        if (rows.size() == 1 && statements.holds(rows.get(0), given)) {
            owned.put(String.valueOf(rows.get(0).get(statements.idColumn())), rows.get(0));
        } else {
            unexpected("INSERT of " + given + " returned " + rows);
        }
    }

    private void update(String id, String column, int index, String value) throws SQLException {
        Row before = owned.row(id);
        touched.addAll(List.of(id, value));
        List<Row> rows = connection.query("UPDATE of " + column, statements::row, statements.update(column), value, id);
        Row expected = before.with(index, value);
        if (rows.size() == 1) {
            expected = statements.maintained(expected, rows.get(0));
        }
        if (!rows.equals(List.of(expected))) {
            unexpected("UPDATE of " + before + " to " + column + " = " + value + " returned " + rows);
        }
        if (index == statements.idColumn()) {
            owned.remove(id);
            owned.put(value, expected);
        } else {
            owned.put(id, expected);
        }
    }

    private void delete(String id) throws SQLException {
        touched.add(id);
        int deleted = connection.update("DELETE", statements.delete(), id);
        if (deleted != 1) {
            unexpected("DELETE of id " + id + " deleted " + deleted + " rows");
        }
        owned.remove(id);
    }

    private void unexpected(String what) {
        recorder.failed(WorkloadError.UNEXPECTED_RESULT, what);
    }

    /** Undoes an open transaction; a dead connection leaves the touched rows in doubt, and is not replaced. */
    private void recover() {
        try {
            if (connection.isDead()) {
                owned.forget(touched);
                return;
            }
            if (connection.isInTransaction()) {
                connection.rollback();
                owned.rollback();
            } else {
                owned.commit();
            }
        } catch (SQLException failure) {
            recorder.failed(failure);
            owned.forget(touched);
        }
    }

    private String freshId() {
        return statements.shape().ids().fresh(random, number, ++serial);
    }

    private String nextContent() {
        return "writer " + number + ", change " + ++serial;
    }

    private String otherMonth(String id) {
        return months.anyOtherThan(String.valueOf(owned.row(id).get(statements.momentColumn())), random);
    }
}
