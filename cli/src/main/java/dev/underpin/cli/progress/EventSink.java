package dev.underpin.cli.progress;

import dev.underpin.report.RunEvent;
import java.time.Instant;

/** Takes events one after the other, all on one thread. */
public interface EventSink {

    void on(Instant at, RunEvent event);

    /** Some time has passed, about a tenth of a second. */
    default void tick(Instant now) {}

    /** There is nothing more to come. */
    default void end() {}
}
