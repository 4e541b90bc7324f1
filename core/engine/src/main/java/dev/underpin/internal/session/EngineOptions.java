package dev.underpin.internal.session;

import dev.underpin.control.Failpoints;
import dev.underpin.control.Overrides;
import dev.underpin.control.StopSignal;
import dev.underpin.db.Sessions;
import dev.underpin.internal.measure.Measuring;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.RunListener;
import java.time.Duration;

/**
 * What an engine works with.
 *
 * @param host and {@code port} for people; empty if only the data source knows
 * @param silence after which an answer of the server is not expected any more
 * @param actor who runs it, for the journal
 * @param tool name and version, for the journal
 * @param overrides settings that come before the plans'
 */
public record EngineOptions(
        Sessions sessions,
        String host,
        int port,
        PluginRegistry registry,
        Measuring measuring,
        RunListener listener,
        StopSignal stop,
        Failpoints failpoints,
        Duration silence,
        String actor,
        String tool,
        Overrides overrides) {

    public EngineOptions with(Overrides others) {
        return new EngineOptions(
                sessions, host, port, registry, measuring, listener, stop, failpoints, silence, actor, tool, others);
    }
}
