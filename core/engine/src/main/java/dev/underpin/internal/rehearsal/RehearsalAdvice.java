package dev.underpin.internal.rehearsal;

import dev.underpin.spi.Rehearsal.Way;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whether a query's medians on a sample speak for less than the plan. */
final class RehearsalAdvice {

    /** On fewer rows, all ways are fast. */
    private static final long FEWEST_ROWS = 1000;

    /** By how much what is planned is slower at the least; below that, it may be chance. */
    private static final double CLEARLY = 1.1;

    private RehearsalAdvice() {}

    /**
     * What the first way that is clearly faster advises.
     *
     * @param medians of the lesser ways in their order, then of what is planned
     * @param rows of the sample
     */
    static Optional<String> of(List<Way> lesser, List<Double> medians, long rows) {
        double planned = medians.get(lesser.size());
        return rows < FEWEST_ROWS
                ? Optional.empty()
                : IntStream.range(0, lesser.size())
                        .filter(i -> planned >= CLEARLY * medians.get(i))
                        .mapToObj(lesser::get)
                        .flatMap(way -> way.advice().stream())
                        .findFirst();
    }
}
