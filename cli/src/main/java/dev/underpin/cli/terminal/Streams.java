package dev.underpin.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The process's streams, and which of them lead to a terminal.
 *
 * @param out for results
 * @param err for everything else that a person should see
 * @param questions what a person sees who types into {@code in}: {@code err} if that leads to a terminal, else the terminal
 *     itself; empty if there is none
 */
public record Streams(
        BufferedReader in,
        PrintStream out,
        PrintStream err,
        boolean terminalIn,
        boolean terminalOut,
        boolean terminalErr,
        Optional<PrintStream> questions) {

    /** Those of this process; what is written is UTF-8 everywhere. */
    public static Streams ofProcess() {
        PrintStream err = stream(new FileOutputStream(FileDescriptor.err));
        boolean terminalIn = Terminals.isTerminal(0);
        boolean terminalErr = Terminals.isTerminal(2);
        return new Streams(
                new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
                stream(new FileOutputStream(FileDescriptor.out)),
                err,
                terminalIn,
                Terminals.isTerminal(1),
                terminalErr,
                terminalErr ? Optional.of(err) : terminalIn ? terminal() : Optional.empty());
    }

    /** The terminal, wherever the other streams lead; as ssh and sudo find it. */
    private static Optional<PrintStream> terminal() {
        try {
            return Optional.of(stream(new FileOutputStream("/dev/tty")));
        } catch (FileNotFoundException none) {
            return Optional.empty();
        }
    }

    /** Not flushed by each line: whoever writes knows when something is complete. A broken pipe is not an error here. */
    private static PrintStream stream(FileOutputStream target) {
        return new PrintStream(new BufferedOutputStream(target, 8192), false, StandardCharsets.UTF_8);
    }
}
