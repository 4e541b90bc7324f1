package dev.underpin.internal.batch;

import java.util.Map;

/**
 * What became of batches.
 *
 * @param rows that were moved, by earlier attempts, too
 * @param evidence for the journal
 */
public record BatchEnd(long rows, Map<String, String> evidence) {

    public BatchEnd {
        evidence = Map.copyOf(evidence);
    }

    static BatchEnd of(long rows) {
        return new BatchEnd(rows, Map.of());
    }
}
