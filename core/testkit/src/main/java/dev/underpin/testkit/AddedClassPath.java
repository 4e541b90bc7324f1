package dev.underpin.testkit;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Adds a directory or jar to what this thread's {@link java.util.ServiceLoader} looks through, until closed. */
public final class AddedClassPath implements AutoCloseable {

    private final ClassLoader before;
    private final URLClassLoader added;

    private AddedClassPath(ClassLoader before, URLClassLoader added) {
        this.before = before;
        this.added = added;
    }

    public static AddedClassPath with(Path entry) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        URLClassLoader added = new URLClassLoader(new URL[] {entry.toUri().toURL()}, before);
        thread.setContextClassLoader(added);
        return new AddedClassPath(before, added);
    }

    @Override
    public void close() throws IOException {
        Thread.currentThread().setContextClassLoader(before);
        added.close();
    }
}
