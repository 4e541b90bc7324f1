package dev.underpin.report;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a step of a preview comes to.
 *
 * @param becomes what becomes of which object, a short sentence each
 * @param rows that are moved, as estimated; empty: some table was never analysed
 * @param bytes that these rows take, with their indexes
 * @param diskBytes how much more is stored until the plan is finalized or rolled back; empty: not known
 * @param least about how long the actions take on a fast machine that does nothing else, waiting for others apart
 * @param most the same on a slow one
 */
public record Estimate(
        List<String> becomes, OptionalLong rows, long bytes, OptionalLong diskBytes, Duration least, Duration most) {

    public Estimate {
        becomes = List.copyOf(becomes);
    }
}
