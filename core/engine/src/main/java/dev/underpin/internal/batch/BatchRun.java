package dev.underpin.internal.batch;

import dev.underpin.spi.program.Chunks;

/** Carries out {@link dev.underpin.spi.program.Batches}, from where their checkpoint stands. */
public final class BatchRun {

    private final BatchScope scope;

    public BatchRun(BatchScope scope) {
        this.scope = scope;
    }

    public BatchEnd run() {
        Chunks chunks = scope.action().chunks();
        if (chunks instanceof Chunks.Pages pages) {
            return BatchEnd.of(new PageBatches(scope, pages).run());
        }
        if (chunks instanceof Chunks.Keys keys) {
            return BatchEnd.of(new KeyBatches(scope, keys).run());
        }
        return new LogBatches(scope, (Chunks.Log) chunks).run();
    }
}
