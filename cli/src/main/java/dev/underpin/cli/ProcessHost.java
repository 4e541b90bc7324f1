package dev.underpin.cli;

import dev.underpin.cli.engine.EngineFactory;
import dev.underpin.cli.engine.UnderpinEngine;
import dev.underpin.cli.logging.LogSetup;
import dev.underpin.cli.terminal.Streams;
import dev.underpin.db.ClientEnvironment;
import dev.underpin.plugin.PluginRegistry;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import sun.misc.Signal;

/** The process itself. */
final class ProcessHost implements Host {

    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    private final Streams streams = Streams.ofProcess();
    private final ClientEnvironment environment = ClientEnvironment.ofProcess();

    @Override
    public Streams streams() {
        return streams;
    }

    @Override
    public ClientEnvironment environment() {
        return environment;
    }

    @Override
    public Path temporaryDirectory() {
        return Path.of(System.getProperty("java.io.tmpdir", "."));
    }

    @Override
    public PluginRegistry registry() {
        return PluginRegistry.load();
    }

    @Override
    public EngineFactory engines() {
        // The driver tells through java.util.logging what its exceptions say anyway.
        DRIVER.setLevel(Level.OFF);
        return UnderpinEngine::open;
    }

    @Override
    public String version() {
        String version = ProcessHost.class.getPackage().getImplementationVersion();
        return (version == null ? "(built from source)" : version) + ", Java " + System.getProperty("java.version");
    }

    @Override
    public void redirectErrors(PrintStream destination, String logLevel) {
        System.setProperty(LogSetup.LEVEL, logLevel);
        System.setErr(destination);
    }

    @Override
    public void onInterrupt(Runnable action) {
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            try {
                Signal.handle(new Signal(name), signal -> action.run());
            } catch (IllegalArgumentException notHere) {
                // The system has no such signal, or the virtual machine keeps it for itself (-Xrs).
                continue;
            }
        }
    }

    @Override
    public void halt(int exitCode) {
        Runtime.getRuntime().halt(exitCode);
    }
}
