package dev.underpin.spi.program;

import java.util.List;

/**
 * Copies a query's rows to a file on the client: written beside, synced, read back and renamed, with a manifest of rows
 * and SHA-256.
 */
public record Export(String key, String title, Sql query, String file, Undo undo) implements Action {

    @Override
    public List<Sql> statements() {
        return List.of(query);
    }

    @Override
    public boolean changes() {
        return true;
    }
}
