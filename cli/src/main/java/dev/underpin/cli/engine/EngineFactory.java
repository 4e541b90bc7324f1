package dev.underpin.cli.engine;

import dev.underpin.db.ConnectionSettings;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.RunListener;

/** Makes engines; connects only when one is asked something. */
@FunctionalInterface
public interface EngineFactory {

    EngineGateway open(ConnectionSettings settings, PluginRegistry registry, RunListener listener);
}
