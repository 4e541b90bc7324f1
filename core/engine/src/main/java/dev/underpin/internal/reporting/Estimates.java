package dev.underpin.internal.reporting;

import dev.underpin.report.Estimate;
import dev.underpin.spi.Impact;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.program.Action;
import dev.underpin.spi.program.Autocommit;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.Lock;
import dev.underpin.spi.sql.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Estimates what programs come to, from the sizes of the tables that they work on. */
public final class Estimates {

    /** A second's work, on a fast machine with nothing else to do and on a slow one; as measured for whole conversions, with their checks. */
    private static final Pace MOVED_ROWS = new Pace(80_000, 8_000);

    private static final Pace MOVED_BYTES = new Pace(60L << 20, 6L << 20);
    private static final Pace SCANNED_BYTES = new Pace(200L << 20, 15L << 20);

    /** What an action costs beside its work. */
    private static final Duration LEAST = Duration.ofMillis(10);

    private static final Duration MOST = Duration.ofMillis(250);

    private final Catalog catalog;

    public Estimates(Catalog catalog) {
        this.catalog = catalog;
    }

    private record Pace(long fast, long slow) {
        Duration least(long amount) {
            return Duration.ofMillis(amount * 1000 / fast);
        }

        Duration most(long amount) {
            return Duration.ofMillis(amount * 1000 / slow);
        }
    }

    /** What has been added up. */
    private static final class Sum {
        private final Set<QualifiedName> moved = new LinkedHashSet<>();
        private OptionalLong rows = OptionalLong.of(0);
        private long bytes;
        private Duration least = Duration.ZERO;
        private Duration most = Duration.ZERO;

        void takes(Duration fast, Duration slow) {
            least = least.plus(fast);
            most = most.plus(slow);
        }
    }

    public Estimate of(Impact impact, List<Action> actions, Map<String, List<Action>> phases) {
        Sum sum = new Sum();
        List<Action> all = new ArrayList<>(actions);
        phases.values().forEach(all::addAll);
        all.forEach(action -> add(action, sum));
        return new Estimate(impact.becomes(), sum.rows, sum.bytes, impact.diskBytes(), sum.least, sum.most);
    }

    private void add(Action action, Sum sum) {
        sum.takes(LEAST, MOST);
        if (action instanceof Batches batches) {
            table(batches.chunks())
                    .flatMap(this::extent)
                    .ifPresent(extent -> moved(table(batches.chunks()).get(), extent, sum));
        } else if (action instanceof Autocommit autocommit) {
            autocommit.statement().locks().stream()
                    .map(Lock::relation)
                    .flatMap(Optional::stream)
                    .distinct()
                    .flatMap(relation -> extent(relation).stream())
                    .forEach(extent ->
                            sum.takes(SCANNED_BYTES.least(extent.bytes()), SCANNED_BYTES.most(extent.bytes())));
        }
        action.parts().forEach(part -> add(part, sum));
    }

    private static void moved(QualifiedName table, Extent extent, Sum sum) {
        Duration least = MOVED_BYTES.least(extent.bytes());
        Duration most = MOVED_BYTES.most(extent.bytes());
        if (extent.rows() >= 0) {
            least = longer(least, MOVED_ROWS.least(extent.rows()));
            most = longer(most, MOVED_ROWS.most(extent.rows()));
        }
        sum.takes(least, most);
        if (sum.moved.add(table)) {
            sum.bytes += extent.bytes();
            sum.rows = extent.rows() < 0 || sum.rows.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(sum.rows.getAsLong() + extent.rows());
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static Optional<QualifiedName> table(Chunks chunks) {
        if (chunks instanceof Chunks.Pages pages) {
            return Optional.of(pages.table());
        }
        return chunks instanceof Chunks.Keys keys ? Optional.of(keys.table()) : Optional.empty();
    }

    /** Of a table that is there; of one that a step makes, nothing is known. */
    private Optional<Extent> extent(QualifiedName table) {
        return catalog.kind(table).isPresent() ? Optional.of(catalog.extent(table)) : Optional.empty();
    }
}
