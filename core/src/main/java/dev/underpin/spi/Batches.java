package dev.underpin.spi;

import java.util.List;

/**
 * Work over many rows, chunk by chunk; each chunk commits together with its checkpoint.
 *
 * @param perChunk run in order for each chunk; late binds are {@code from} and {@code to} for pages and keys. Not used
 *     for a log, which brings its own statements.
 */
public record Batches(String key, String title, Chunks chunks, List<Sql> perChunk, Pace pace, Undo undo)
        implements Action {

    public Batches {
        perChunk = List.copyOf(perChunk);
    }
}
