package dev.underpin.spi.program;

import java.util.List;
import java.util.stream.Stream;

/**
 * Work over many rows, chunk by chunk; each chunk commits together with its checkpoint.
 *
 * @param checks asked first in the transaction of each chunk, and of what begins anew; they hold what they look at until its end
 * @param perChunk run in order for each chunk; late binds are {@code from} and {@code to} for pages and keys. Not used
 *     for a log, which brings its own statements.
 */
public record Batches(
        String key, String title, Chunks chunks, List<Check> checks, List<Sql> perChunk, Pace pace, Undo undo)
        implements Action {

    public Batches {
        checks = List.copyOf(checks);
        perChunk = List.copyOf(perChunk);
    }

    @Override
    public List<Sql> statements() {
        return Stream.concat(perChunk.stream(), chunks.statements().stream()).toList();
    }

    @Override
    public boolean changes() {
        return !(chunks instanceof Chunks.Log);
    }
}
