package dev.underpin.spi.program;

import java.util.List;

/** Replays a key log until it is empty, within the transaction's hold. */
public record Drain(Sync sync) implements Op {

    @Override
    public List<Sql> statements() {
        return sync.statements();
    }
}
