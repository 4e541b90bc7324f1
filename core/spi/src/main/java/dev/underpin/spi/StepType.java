package dev.underpin.spi;

/**
 * A kind of step that plans can use.
 *
 * @param name what {@code uses:} says, for example {@code indexing.create}
 * @param summary one sentence for lists and reference pages, ending with a full stop
 * @param version of the meaning of its programs and memory
 * @param readsFrom the oldest version whose journals this one can continue
 * @param config the record that {@code with:} is bound to
 * @param memory the record that holds the state before
 * @param step the stateless implementation; its constructor is annotated with {@code jakarta.inject.Inject}
 */
public record StepType<C extends Record, M extends Record>(
        String name,
        String summary,
        int version,
        int readsFrom,
        Class<C> config,
        Class<M> memory,
        Class<? extends Step<C, M>> step) {

    public StepType {
        if (readsFrom < 1 || readsFrom > version) {
            throw new IllegalArgumentException(name + ": readsFrom must lie in 1.." + version);
        }
    }
}
