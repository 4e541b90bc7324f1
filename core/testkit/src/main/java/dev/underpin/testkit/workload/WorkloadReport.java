package dev.underpin.testkit.workload;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the applications went through.
 *
 * @param ran from start to stop
 * @param operations how many of each kind writers completed
 * @param errors of writers and readers, one of each kind
 * @param statements the round trips of writers, without what they slept on purpose
 * @param transactions the same of whole transactions of several statements
 * @param reads the statements of readers
 * @param bystanders commits of somebody who shares nothing with them but the machine and the server
 */
public record WorkloadReport(
        Duration ran,
        Map<Operation, Long> operations,
        List<WorkloadError> errors,
        Latencies statements,
        Latencies transactions,
        Latencies reads,
        Latencies bystanders) {

    public WorkloadReport {
        operations = Map.copyOf(operations);
        errors = List.copyOf(errors);
    }

    public long ops() {
        return operations.values().stream().mapToLong(Long::longValue).sum();
    }

    public long errorCount() {
        return errors.stream().mapToLong(WorkloadError::count).sum();
    }

    /** The longest that a writer waited for one statement. */
    public Duration longestStall() {
        return statements.longest();
    }

    /** The longest that a writer waited in one transaction, all its statements together. */
    public Duration longestTransactionStall() {
        return transactions.longest();
    }

    /** The longest that a reader waited for one statement. */
    public Duration longestReaderStall() {
        return reads.longest();
    }

    /**
     * The longest that a writer may wait if nobody makes it wait for longer than this: 50 ms more, and what the machine did meanwhile to somebody
     * who waits for nobody, once until the lock was given up and once until the writer went on.
     */
    public Duration stallBound(Duration lockTimeout) {
        return lockTimeout.plusMillis(50).plus(bystanders.longest().multipliedBy(2));
    }

    @Override
    public String toString() {
        return ops() + " operations in " + ran + " " + operations + "\nerrors: " + errors + "\nstatements: "
                + statements + "\ntransactions: " + transactions + "\nreads: " + reads
                + "\nbystanders: " + bystanders;
    }
}
