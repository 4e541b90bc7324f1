package dev.underpin.indexing;

import dev.underpin.indexing.CreateIndex.Config;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Extent;
import dev.underpin.spi.dialect.CanonicalIndex;
import dev.underpin.spi.dialect.IndexStatements;
import dev.underpin.spi.finding.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How much disk an index will take, by the server's statistics. */
final class Estimate {

    /** Of a B-tree entry: its header and line pointer; and what a fresh leaf page leaves free. */
    private static final int ENTRY_OVERHEAD = 12;

    private static final double FILL = 0.9;

    private record Width(int columns, int bytes) {}

    private final StepContext context;

    Estimate(StepContext context) {
        this.context = context;
    }

    /** A note for the preview; empty if nothing is known of the table's size. */
    Optional<Finding> of(List<IndexedRelation> hosts, CanonicalIndex canonical, Config config) {
        List<Extent> extents = hosts.stream()
                .filter(host -> !host.partitioned())
                .map(host -> context.catalog().extent(host.name()))
                .toList();
        long rows =
                extents.stream().mapToLong(extent -> Math.max(0, extent.rows())).sum();
        long bytes = extents.stream().mapToLong(Extent::bytes).sum();
        if (rows == 0) {
            return Optional.empty();
        }
        String size = entryWidth(hosts.get(0), canonical)
                .map(width -> Math.round(entry(width) * rows / FILL))
                .map(estimate -> "about " + readable(estimate))
                .orElse("an unknown size");
        return Optional.of(Finding.note(
                Codes.DISK,
                "Index " + config.name() + " will have " + (config.where().isPresent() ? "at most " : "") + size + "; "
                        + config.table() + " has about " + rows + " rows in " + readable(bytes) + ".",
                "See that there is room for it, and for the sort in temporary files."));
    }

    private static double entry(int width) {
        return ENTRY_OVERHEAD + (width + 7) / 8 * 8.0;
    }

    private Optional<Integer> entryWidth(IndexedRelation host, CanonicalIndex canonical) {
        if (!canonical.plainKeys() || !canonical.method().equals("btree")) {
            return Optional.empty();
        }
        List<String> columns = Stream.concat(canonical.keys().stream(), canonical.include().stream())
                .distinct()
                .toList();
        Width width = context.ask(
                        "width:" + host.name(),
                        context.dialect().statements(IndexStatements.class).width(host.name(), columns),
                        Width.class)
                .get(0);
        return width.columns() == columns.size() ? Optional.of(width.bytes()) : Optional.empty();
    }

    /** In the largest unit that leaves at least 1; the estimate is no more exact than that. */
    private static String readable(long bytes) {
        long value = bytes;
        int unit = 0;
        while (value >= 10 * 1024 && unit < 4) {
            value /= 1024;
            unit++;
        }
        return value + List.of("B", "kB", "MB", "GB", "TB").get(unit);
    }
}
