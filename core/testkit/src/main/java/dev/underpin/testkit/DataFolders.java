package dev.underpin.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Where embedded servers keep their data: in the folder that the system property {@code underpin.pgData} names, else in memory where there is
 * room, else in the temporary folder. A database is hundreds of files, and most tests make one. What must be durable is never in memory.
 */
final class DataFolders {

    /** In which the library looks for the remains of killed JVMs. */
    static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");

    private static final Path MEMORY = Path.of("/dev/shm");
    private static final Path CONTAINER_LIMIT = Path.of("/sys/fs/cgroup/memory.max");
    private static final Path MACHINE = Path.of("/proc/meminfo");
    private static final String AVAILABLE = "MemAvailable:";

    /** For all servers of one JVM and what their tests write. */
    private static final long ROOM = 6L << 30;

    private static final String PREFIX = "underpin-";
    private static final String POSTMASTER = "postmaster.pid";
    /** As the library: a young one's owner may be about to lock it. */
    private static final Duration YOUTH = Duration.ofMinutes(10);

    private static final long PATIENCE_SECONDS = 10;

    private DataFolders() {}

    /** A name for one more. */
    static Path next(String name) {
        return Chosen.PARENT.resolve(PREFIX + name + "-" + UUID.randomUUID());
    }

    /** Chosen when the first server of the JVM is started. */
    private static final class Chosen {

        private static final Path PARENT = parent();

        private static Path parent() {
            Path parent = Optional.ofNullable(System.getProperty("underpin.pgData"))
                    .filter(named -> !named.isBlank())
                    .map(Path::of)
                    .orElseGet(() -> !ServerSource.DURABLE && isRoomInMemory()
                            ? MEMORY.resolve("embedded-pg-" + System.getProperty("user.name"))
                            : TEMPORARY);
            try {
                Files.createDirectories(parent);
                if (!parent.equals(TEMPORARY)) {
                    clear(parent);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return parent;
        }
    }

    private static boolean isRoomInMemory() {
        try {
            if (!Files.isWritable(MEMORY)) {
                return false;
            }
            FileStore store = Files.getFileStore(MEMORY);
            return store.type().equals("tmpfs") && store.getUsableSpace() >= ROOM && unusedMemory() >= ROOM;
        } catch (IOException | NumberFormatException unknown) {
            return false;
        }
    }

    private static long unusedMemory() throws IOException {
        long machine = Files.readAllLines(MACHINE).stream()
                .filter(line -> line.startsWith(AVAILABLE))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(0);
        String container = Files.isReadable(CONTAINER_LIMIT)
                ? Files.readString(CONTAINER_LIMIT).strip()
                : "max";
        return container.equals("max") ? machine : Math.min(machine, Long.parseLong(container));
    }

    /** What killed JVMs left there: a server that still runs is stopped. */
    static void clear(Path parent) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(parent)) {
            folders = all.filter(folder -> folder.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
        for (Path folder : folders) {
            if (isAbandoned(folder)) {
                stop(folder);
                FreshCluster.delete(folder);
            }
        }
    }

    private static boolean isAbandoned(Path folder) throws IOException {
        Path lock = folder.resolve(FreshCluster.LOCK);
        if (!Files.exists(lock)
                || Files.getLastModifiedTime(lock)
                        .toInstant()
                        .isAfter(Instant.now().minus(YOUTH))) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            FileLock taken = channel.tryLock();
            return taken != null;
        }
    }

    private static void stop(Path folder) throws IOException {
        Path file = folder.resolve(POSTMASTER);
        if (!Files.exists(file)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
        ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").endsWith("postgres"))
                .ifPresent(postmaster -> {
                    postmaster.destroy();
                    try {
                        postmaster.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    } catch (ExecutionException | TimeoutException still) {
                        postmaster.destroyForcibly();
                    }
                });
    }
}
