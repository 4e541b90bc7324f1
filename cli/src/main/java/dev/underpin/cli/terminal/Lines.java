package dev.underpin.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Hands what others print on to a consumer, line by line. */
public final class Lines extends OutputStream {

    private final Consumer<String> consumer;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    private Lines(Consumer<String> consumer) {
        this.consumer = consumer;
    }

    public static PrintStream to(Consumer<String> consumer) {
        return new PrintStream(new Lines(consumer), true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            consumer.accept(line.toString(StandardCharsets.UTF_8).stripTrailing());
            line.reset();
        } else {
            line.write(b);
        }
    }
}
