package dev.underpin.internal.batch;

import dev.underpin.spi.program.Chunks;

/** Carries out {@link dev.underpin.spi.program.Batches}, from where their checkpoint stands. */
public final class BatchRun {

    private final BatchScope scope;

    public BatchRun(BatchScope scope) {
        this.scope = scope;
    }

    /** Returns the rows moved, those of earlier attempts included. */
    public long run() {
        Chunks chunks = scope.action().chunks();
        if (chunks instanceof Chunks.Pages pages) {
            return new PageBatches(scope, pages).run();
        }
        if (chunks instanceof Chunks.Keys keys) {
            return new KeyBatches(scope, keys).run();
        }
        return new LogBatches(scope, (Chunks.Log) chunks).run();
    }
}
