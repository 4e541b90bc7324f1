package dev.underpin.cli.engine;

import dev.underpin.db.ConnectionSettings;
import dev.underpin.report.RunListener;

/** Makes engines; connects only when one is asked something. */
@FunctionalInterface
public interface EngineFactory {

    /** @param command the name under which the engine's work is journaled and shown to others */
    Engine open(ConnectionSettings settings, RunListener listener, String command);
}
