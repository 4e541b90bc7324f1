package dev.underpin.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The process's streams, and which of them lead to a terminal.
 *
 * @param out for results
 * @param err for everything else that a person should see
 */
public record Streams(
        BufferedReader in,
        PrintStream out,
        PrintStream err,
        boolean terminalIn,
        boolean terminalOut,
        boolean terminalErr) {

    /** Those of this process; what is written is UTF-8 everywhere. */
    public static Streams ofProcess() {
        return new Streams(
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Terminals.isTerminal(0),
                Terminals.isTerminal(1),
                Terminals.isTerminal(2));
    }

    /** Not flushed by each line: whoever writes knows when something is complete. A broken pipe is not an error here. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), 8192), false, StandardCharsets.UTF_8);
    }
}
