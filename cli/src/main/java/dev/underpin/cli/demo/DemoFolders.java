package dev.underpin.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of demo servers: what runs in them, and how they go. */
public final class DemoFolders {

    static final String PREFIX = "underpin-demo-";
    static final String DATA = "data";
    static final String POSTGRESQL = "postgresql";
    private static final String CONTROL = POSTGRESQL + "/bin/pg_ctl";

    private static final Logger LOG = LoggerFactory.getLogger(DemoFolders.class);
    private static final long PATIENCE_SECONDS = 20;

    private DemoFolders() {}

    /** Stops the servers that this user kept, and those that a killed demo left; returns their folders. */
    public static List<Path> stopAll(Path parent) {
        List<Path> folders = new ArrayList<>();
        try (var found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            Path own = Files.createTempFile(parent, "underpin-", ".own");
            try {
                found.forEach(folders::add);
                // Root may stop everybody's, and must not be led by what others put there.
                folders.removeIf(folder -> !ServerAccount.sameOwner(folder, own));
            } finally {
                Files.delete(own);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        folders.forEach(DemoFolders::stop);
        return folders;
    }

    static void stop(Path folder) {
        try {
            end(folder);
            removeData(folder);
            Files.walkFileTree(folder, new Removal());
        } catch (IOException cannot) {
            LOG.warn("{} could not be removed: {}", folder, cannot.getMessage());
        }
    }

    /** As whom they belong to, who can exchange a folder for a link while somebody else walks through it. */
    private static void removeData(Path folder) throws IOException {
        Path data = folder.resolve(DATA);
        if (Files.isDirectory(data) && !ServerAccount.sameOwner(data, folder)) {
            ServerAccount.of(folder).run(folder, List.of("find", data.toString(), "-mindepth", "1", "-delete"));
            Files.delete(data);
        }
    }

    /** Writes a file that only this user can read. */
    static Path secret(Path file, String content) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }

    static void permit(Path folder, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    private static void end(Path folder) throws IOException {
        Path data = folder.resolve(DATA);
        Optional<Long> postmaster = postmaster(data);
        if (postmaster.isEmpty()) {
            return;
        }
        ServerAccount account = accountOf(folder);
        // Another process that has the number by now is left alone.
        if (!account.programOf(postmaster.get()).startsWith(folder.toRealPath().toString())) {
            return;
        }
        for (String mode : List.of("fast", "immediate")) {
            if (account.run(
                            data,
                            List.of(
                                    folder.resolve(CONTROL).toString(),
                                    "--pgdata=" + data,
                                    "--mode=" + mode,
                                    "--timeout=" + PATIENCE_SECONDS,
                                    "--wait",
                                    "stop"))
                    .good()) {
                return;
            }
        }
        throw new IOException("its server, process " + postmaster.get() + ", does not stop");
    }

    private static ServerAccount accountOf(Path folder) throws IOException {
        return ServerAccount.sameOwner(folder.resolve(DATA), folder) ? ServerAccount.OWN : ServerAccount.of(folder);
    }

    /** By the first line of its pid file. */
    private static Optional<Long> postmaster(Path data) {
        try {
            return Optional.of(Long.valueOf(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip()));
        } catch (IOException | RuntimeException none) {
            return Optional.empty();
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
