package dev.underpin.spi.program;

import dev.underpin.spi.finding.Code;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Operations that take effect together with their journal entry, or not at all; retried whole.
 *
 * @param maxHold how long a queue-forming transaction may take from its first lock request to its commit; default
 *     the plan's {@code lockTimeout}
 * @param refusal what it means that the server refuses one of its statements for another reason than a lock or a shortage: the run
 *     stops then. Empty: the plan's {@code onFailure} says what becomes of the run
 */
public record Transaction(
        String key, String title, List<Op> ops, Optional<Duration> maxHold, Undo undo, Optional<Refusal> refusal)
        implements Action {

    /** What is told when a statement is refused; its remedy says what to do about it. */
    public record Refusal(Code code, String remedy) {}

    public Transaction(String key, String title, List<Op> ops, Optional<Duration> maxHold, Undo undo) {
        this(key, title, ops, maxHold, undo, Optional.empty());
    }

    public Transaction {
        ops = List.copyOf(ops);
    }

    public static Transaction of(String key, String title, Undo undo, Op... ops) {
        return new Transaction(key, title, List.of(ops), Optional.empty(), undo);
    }

    public static Transaction of(String key, String title, Undo undo, List<? extends Op> ops) {
        return new Transaction(key, title, List.copyOf(ops), Optional.empty(), undo);
    }

    /** The same that stops the run when the server refuses a statement. */
    public Transaction stoppedBy(Refusal told) {
        return new Transaction(key, title, ops, maxHold, undo, Optional.of(told));
    }

    @Override
    public List<Sql> statements() {
        return ops.stream().flatMap(op -> op.statements().stream()).toList();
    }

    /** To look, or to note what is there, changes nothing. */
    @Override
    public boolean changes() {
        return !(undo instanceof Undo.Harmless)
                && ops.stream().anyMatch(op -> !op.statements().isEmpty());
    }
}
