package dev.underpin.spi.program;

import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the chunks of {@link Batches} come from. */
public sealed interface Chunks {

    /** What they execute themselves. */
    default List<Sql> statements() {
        return List.of();
    }

    /**
     * Physical page ranges; binds {@code from} and {@code to} of type {@code tid}, half open. The bound is frozen at the start.
     *
     * @param anew run before the table is walked again from its beginning, because it has been rewritten meanwhile
     */
    record Pages(QualifiedName table, List<Sql> anew) implements Chunks {
        public Pages {
            anew = List.copyOf(anew);
        }

        public Pages(QualifiedName table) {
            this(table, List.of());
        }
    }

    /**
     * Ranges of a unique, NULL-free key in its order, both ends inclusive; binds {@code from_1}, {@code from_2}, … and
     * {@code to_1}, … for the columns. The upper bound is frozen at the start.
     */
    record Keys(QualifiedName table, List<String> columns) implements Chunks {
        public Keys {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A key log: what waits is replayed, and then what comes until at most {@code until} keys are pending and the gate, if
     * any, has been opened; meanwhile the run is WAITING and goes on draining.
     */
    record Log(Sync sync, long until, Optional<Gate> gate) implements Chunks {

        /** What the action records as evidence of its gate: {@link Gate#OPEN}, or {@link Gate#CLOSED}. */
        public static final String GATE = "gate";

        @Override
        public List<Sql> statements() {
            return sync.statements();
        }
    }

    /**
     * What a run waits at until somebody opens it.
     *
     * @param repeated what has to be done now and then while it is closed
     */
    record Gate(String name, Optional<Repeated> repeated) {

        public static final String OPEN = "open";
        public static final String CLOSED = "closed";

        public static Gate of(String name) {
            return new Gate(name, Optional.empty());
        }
    }

    /**
     * What somebody wants to know to have been done lately before he opens a gate. The action that waits ends when it is due, so
     * that the next round of a {@link Converge} can begin with it.
     *
     * @param action its key; {@code status} tells when it was last done
     * @param every how long the action waits, at most
     */
    record Repeated(String action, Duration every) {}
}
