package dev.underpin.cli;

import dev.underpin.cli.terminal.Streams;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Streams whose ends a test holds in its hands. */
public final class Terminal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tty = new ByteArrayOutputStream();
    private final Streams streams;

    private Terminal(boolean interactive, boolean errorsSeen, String typed) {
        PrintStream errors = new PrintStream(err, false, StandardCharsets.UTF_8);
        streams = new Streams(
                new BufferedReader(new StringReader(typed)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                errors,
                interactive,
                interactive,
                errorsSeen,
                interactive
                        ? Optional.of(errorsSeen ? errors : new PrintStream(tty, true, StandardCharsets.UTF_8))
                        : Optional.empty());
    }

    /** All three streams lead to a terminal, at which the text is typed. */
    public static Terminal typing(String text) {
        return new Terminal(true, true, text);
    }

    /** As {@link #typing}, with standard error in a file. */
    public static Terminal typingWithErrorsInAFile(String text) {
        return new Terminal(true, false, text);
    }

    /** No stream leads to a terminal. */
    public static Terminal none() {
        return new Terminal(false, false, "");
    }

    public Streams streams() {
        return streams;
    }

    public String out() {
        streams.out().flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What was written to the terminal itself, not by one of the streams. */
    public String tty() {
        return tty.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        streams.err().flush();
        return err.toString(StandardCharsets.UTF_8);
    }
}
