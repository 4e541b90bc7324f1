package dev.underpin.plan;

import dev.underpin.spi.Step;
import dev.underpin.spi.StepType;

/**
 * In the place of a journaled step's configuration that nothing here can read.
 *
 * @param reason why, as a sentence without its beginning: {@code no module here has the step type x.y}
 */
public record UnreadConfig(String reason) {

    /** It is not here: there is no instance of it. */
    interface Absent extends Step<UnreadConfig, UnreadConfig> {}

    static StepType<?, ?> type(String name) {
        return new StepType<>(name, "Not here.", 1, 1, UnreadConfig.class, UnreadConfig.class, Absent.class);
    }
}
