package dev.underpin.cli;

import dev.underpin.cli.terminal.Streams;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

/** Streams whose ends a test holds in its hands. */
public final class Terminal {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Streams streams;

    private Terminal(boolean interactive, String typed) {
        streams = new Streams(
                new BufferedReader(new StringReader(typed)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                interactive,
                interactive,
                interactive);
    }

    /** All three streams lead to a terminal, at which the text is typed. */
    public static Terminal typing(String text) {
        return new Terminal(true, text);
    }

    /** No stream leads to a terminal. */
    public static Terminal none() {
        return new Terminal(false, "");
    }

    public Streams streams() {
        return streams;
    }

    public String out() {
        streams.out().flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        streams.err().flush();
        return err.toString(StandardCharsets.UTF_8);
    }
}
