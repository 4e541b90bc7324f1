package dev.underpin.cli;

import dev.underpin.cli.engine.EngineFactory;
import dev.underpin.cli.terminal.Streams;
import dev.underpin.db.ClientEnvironment;
import dev.underpin.plugin.PluginRegistry;
import java.io.PrintStream;
import java.nio.file.Path;

/** What surrounds a run of the command: a process, or a test. */
interface Host {

    Streams streams();

    ClientEnvironment environment();

    /** Where files with the details of unexpected failures go. */
    Path temporaryDirectory();

    /** The step types that can be found. */
    PluginRegistry registry();

    EngineFactory engines();

    /** The version, or what stands for it. */
    String version();

    /** Sends what libraries print to standard error elsewhere, and says how much of the log is wanted. */
    void redirectErrors(PrintStream destination, String logLevel);

    /** Has the action run at each request of a person or of the system to end. */
    void onInterrupt(Runnable action);

    /** Ends the process at once. */
    void halt(int exitCode);
}
