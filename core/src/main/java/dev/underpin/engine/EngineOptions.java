package dev.underpin.engine;

import dev.underpin.control.Failpoints;
import dev.underpin.control.StopSignal;
import dev.underpin.db.Sessions;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.RunListener;

/**
 * What an engine works with.
 *
 * @param host and {@code port} for people
 * @param actor who runs it, for the journal
 * @param tool name and version, for the journal
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
        String actor,
        String tool) {}
