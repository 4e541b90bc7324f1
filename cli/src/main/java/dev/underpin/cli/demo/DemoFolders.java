package dev.underpin.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of demo servers: what runs in them, and how they go. */
public final class DemoFolders {

    static final String PREFIX = "underpin-demo-";
    static final String DATA = "data";

    private static final Logger LOG = LoggerFactory.getLogger(DemoFolders.class);
    private static final long PATIENCE_SECONDS = 20;

    private DemoFolders() {}

    /** Stops the servers that were kept, and those that a killed demo left; returns their folders. */
    public static List<Path> stopAll(Path parent) {
        List<Path> folders = new ArrayList<>();
        try (var found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            found.forEach(folders::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        folders.removeIf(folder -> !Files.isWritable(folder));
        folders.forEach(DemoFolders::stop);
        return folders;
    }

    static void stop(Path folder) {
        postmaster(folder).ifPresent(DemoFolders::end);
        try {
            Files.walkFileTree(folder, new Removal());
        } catch (IOException cannot) {
            LOG.warn("{} could not be removed: {}", folder, cannot.getMessage());
        }
    }

    /** By the first line of its pid file; another process that has the number by now is left alone. */
    private static Optional<ProcessHandle> postmaster(Path folder) {
        try {
            String pid = Files.readAllLines(folder.resolve(DATA).resolve("postmaster.pid"))
                    .get(0)
                    .strip();
            return ProcessHandle.of(Long.parseLong(pid))
                    .filter(process -> process.info()
                            .command()
                            .filter(command -> command.startsWith(folder.toString()))
                            .isPresent());
        } catch (IOException | RuntimeException none) {
            return Optional.empty();
        }
    }

    private static void end(ProcessHandle postmaster) {
        // SIGTERM asks it to wait for its clients, which have gone or will never go; so it is told more firmly after a
        // moment.
        List<ProcessHandle> servers = postmaster.descendants().toList();
        servers.forEach(ProcessHandle::destroy);
        postmaster.destroy();
        try {
            postmaster.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException patienceLost) {
            LOG.debug("the server takes too long to stop", patienceLost);
            servers.forEach(ProcessHandle::destroyForcibly);
            postmaster.destroyForcibly();
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
