package dev.underpin.spi.dialect;

import java.util.List;
import java.util.function.Function;

/**
 * How one dialect says the statements of some interfaces. Found by {@link java.util.ServiceLoader}, in the module that declares the
 * interfaces or in anybody's: whoever wants one statement of a server said otherwise brings a dialect of his own and one provider, whose
 * implementation extends the parent's.
 */
public interface StatementsProvider {

    /** The {@link DialectProvider#id() id} of the dialect. */
    String dialect();

    /** At most one for each interface. */
    List<Statements<?>> statements();

    /**
     * An interface and its implementation.
     *
     * @param implementation given the dialect that the server speaks, which may be a descendant: what it says otherwise holds for statements
     *     that are built from it, too
     */
    record Statements<S>(Class<S> type, Function<Dialect, ? extends S> implementation) {}
}
