package dev.underpin.testkit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps what holds something to a time apart from the tests of other modules, which may run in JVMs beside this one: a lock on the file that
 * the system property {@code underpin.machineLock} names, shared by what runs side by side. Without the property there is none.
 */
abstract sealed class MachineLock implements BeforeAllCallback, AfterAllCallback {

    private static final Optional<Path> FILE = Optional.ofNullable(System.getProperty("underpin.machineLock"))
            .filter(named -> !named.isBlank())
            .map(Path::of);

    private static int holders;
    private static @Nullable FileChannel channel;

    private final boolean shared;

    private MachineLock(boolean shared) {
        this.shared = shared;
    }

    /** For classes that others may run beside. */
    static final class Shared extends MachineLock {
        Shared() {
            super(true);
        }
    }

    /** For classes that nothing may run beside; within the JVM, JUnit sees to that. */
    static final class Exclusive extends MachineLock {
        Exclusive() {
            super(false);
        }
    }

    @Override
    public final void beforeAll(ExtensionContext context) throws IOException {
        if (FILE.isPresent()) {
            take(FILE.get(), shared);
        }
    }

    @Override
    public final void afterAll(ExtensionContext context) throws IOException {
        if (FILE.isPresent()) {
            release();
        }
    }

    /** The whole JVM has one lock, which ends with its channel. */
    private static synchronized void take(Path file, boolean shared) throws IOException {
        if (holders == 0) {
            FileChannel opened = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock taken = opened.lock(0, Long.MAX_VALUE, shared);
            if (!taken.isValid()) {
                throw new IOException("no lock on " + file);
            }
            channel = opened;
        }
        holders++;
    }

    private static synchronized void release() throws IOException {
        holders--;
        FileChannel opened = channel;
        if (holders == 0 && opened != null) {
            channel = null;
            opened.close();
        }
    }
}
