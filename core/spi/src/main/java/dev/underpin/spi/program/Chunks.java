package dev.underpin.spi.program;

import dev.underpin.spi.sql.QualifiedName;
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
     * any, has been released; meanwhile the run is WAITING and goes on draining.
     */
    record Log(Sync sync, long until, Optional<String> gate) implements Chunks {

        @Override
        public List<Sql> statements() {
            return sync.statements();
        }
    }
}
