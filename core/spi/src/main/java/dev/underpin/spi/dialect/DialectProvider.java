package dev.underpin.spi.dialect;

import java.util.Optional;
import java.util.OptionalInt;

/** Found by {@link java.util.ServiceLoader}; says whether it recognises a server. */
public interface DialectProvider {

    /** For example {@code postgresql}; of one provider only. */
    String id();

    /** The id of the dialect that says what this one does not; empty for a {@link RootDialect}. */
    default Optional<String> parent() {
        return Optional.empty();
    }

    /**
     * How specifically it recognises the server: the most specific wins, a tie is an error. Empty: it does not. A dialect that has a parent
     * is asked by its own right, and says a larger number than its parent.
     */
    OptionalInt recognises(Server server);

    /**
     * @param server that this provider, or the provider of a descendant, recognises
     * @param parent the dialect of {@link #parent()}
     */
    Dialect dialect(Server server, Optional<Dialect> parent);
}
