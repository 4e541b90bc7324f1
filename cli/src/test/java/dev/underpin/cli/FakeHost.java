package dev.underpin.cli;

import dev.underpin.cli.engine.EngineFactory;
import dev.underpin.cli.engine.EngineGateway;
import dev.underpin.cli.engine.UnderpinEngine;
import dev.underpin.cli.terminal.Streams;
import dev.underpin.db.ClientEnvironment;
import dev.underpin.db.ConnectionSettings;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.RunListener;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Surroundings in a test's hands. */
public final class FakeHost implements Host {

    final Terminal terminal;
    final List<ConnectionSettings> connections = Collections.synchronizedList(new ArrayList<>());
    final CompletableFuture<Integer> halted = new CompletableFuture<>();
    int exit;
    private final Map<String, String> variables = new HashMap<>();
    private final Path directory;
    private EngineFactory engines = (settings, types, listener) -> {
        throw new AssertionError("no engine was expected to be needed");
    };
    private @Nullable Runnable interrupt;
    private @Nullable PrintStream errors;

    public FakeHost(Terminal terminal, Path directory) {
        this.terminal = terminal;
        this.directory = directory;
    }

    FakeHost engine(Function<RunListener, EngineGateway> factory) {
        engines = (settings, types, listener) -> factory.apply(listener);
        return this;
    }

    public FakeHost realEngine() {
        engines = UnderpinEngine::open;
        return this;
    }

    FakeHost variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** As if Ctrl-C were pressed. */
    void interrupt() {
        Optional.ofNullable(interrupt).orElseThrow().run();
    }

    /** As if a library printed to standard error. */
    void printError(String text) {
        Optional.ofNullable(errors).orElseThrow().print(text);
    }

    public int run(String... args) {
        return new Application(this).run(args);
    }

    @Override
    public Streams streams() {
        return terminal.streams();
    }

    @Override
    public ClientEnvironment environment() {
        return new ClientEnvironment(variables, directory, "osuser");
    }

    @Override
    public Path temporaryDirectory() {
        return directory;
    }

    public String out() {
        return terminal.out();
    }

    public String err() {
        return terminal.err();
    }

    @Override
    public PluginRegistry registry() {
        return PluginRegistry.load();
    }

    @Override
    public EngineFactory engines() {
        return (settings, types, listener) -> {
            connections.add(settings);
            return engines.open(settings, types, listener);
        };
    }

    @Override
    public String version() {
        return "1.2.3";
    }

    @Override
    public void redirectErrors(PrintStream destination, String logLevel) {
        errors = destination;
    }

    @Override
    public void onInterrupt(Runnable action) {
        interrupt = action;
    }

    @Override
    public void halt(int exitCode) {
        halted.complete(exitCode);
    }
}
