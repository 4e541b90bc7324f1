package dev.underpin.testkit.workload;

import java.sql.SQLException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened to all writers and readers of one workload. */
final class Recorder {

    private final Map<Operation, Long> operations = new EnumMap<>(Operation.class);
    private final Map<String, WorkloadError> errors = new LinkedHashMap<>();
    private final Stopwatch statements = new Stopwatch();
    private final Stopwatch transactions = new Stopwatch();
    private final Stopwatch reads = new Stopwatch();
    private final Stopwatch bystanders = new Stopwatch();

    synchronized void done(Operation operation) {
        operations.merge(operation, 1L, Long::sum);
    }

    void failed(SQLException failure) {
        failed(String.valueOf(failure.getSQLState()), String.valueOf(failure.getMessage()));
    }

    synchronized void failed(String code, String message) {
        errors.merge(
                code,
                new WorkloadError(code, message, 1),
                (known, again) -> new WorkloadError(code, known.firstMessage(), known.count() + 1));
    }

    Stopwatch statements() {
        return statements;
    }

    Stopwatch transactions() {
        return transactions;
    }

    Stopwatch reads() {
        return reads;
    }

    Stopwatch bystanders() {
        return bystanders;
    }

    /** Forgets the measurements, not the errors. */
    synchronized void reset() {
        operations.clear();
        statements.reset();
        transactions.reset();
        reads.reset();
        bystanders.reset();
    }

    synchronized Map<Operation, Long> operations() {
        return Collections.unmodifiableMap(new EnumMap<>(operations));
    }

    synchronized List<WorkloadError> errors() {
        return List.copyOf(errors.values());
    }
}
