package dev.underpin.spi.program;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Operations that take effect together with their journal entry, or not at all; retried whole.
 *
 * @param maxHold how long a queue-forming transaction may take from its first lock request to its commit; default
 *     the plan's {@code lockTimeout}
 */
public record Transaction(String key, String title, List<Op> ops, Optional<Duration> maxHold, Undo undo)
        implements Action {

    public Transaction {
        ops = List.copyOf(ops);
    }

    public static Transaction of(String key, String title, Undo undo, Op... ops) {
        return new Transaction(key, title, List.of(ops), Optional.empty(), undo);
    }

    public static Transaction of(String key, String title, Undo undo, List<? extends Op> ops) {
        return new Transaction(key, title, List.copyOf(ops), Optional.empty(), undo);
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
