package dev.underpin.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A tablespace on a file system of few megabytes in memory, to be filled and cleared. */
public final class SmallDisk implements AutoCloseable {

    private final TestDatabase database;
    private final Path folder;

    private SmallDisk(TestDatabase database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    /** Empty where this process may mount nothing, or the server does not see it. */
    public static Optional<SmallDisk> of(TestDatabase database, int megabytes) {
        try {
            Path folder = Files.createTempDirectory("underpin-disk");
            if (!ran("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=0777", "tmpfs", folder.toString())) {
                Files.delete(folder);
                return Optional.empty();
            }
            SmallDisk disk = new SmallDisk(database, folder);
            try {
                Files.createDirectory(folder.resolve("space"));
                // Not in a transaction, so not as a script.
                try (TestSession session = database.session()) {
                    session.execute(
                            "CREATE TABLESPACE " + disk.tablespace() + " LOCATION '" + folder.resolve("space") + "'");
                }
                return Optional.of(disk);
            } catch (UncheckedSqlException elsewhere) {
                disk.unmount();
                return Optional.empty();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String tablespace() {
        return "small_" + database.name();
    }

    /** Nobody can write anything more to it. */
    public void fill() {
        byte[] much = new byte[8192];
        try (OutputStream ballast = Files.newOutputStream(folder.resolve("ballast"))) {
            while (true) {
                ballast.write(much);
            }
        } catch (IOException full) {
            // It is what was wanted.
        }
    }

    /** What {@link #fill} has put there goes. */
    public void clear() {
        try {
            Files.deleteIfExists(folder.resolve("ballast"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** In bytes. */
    public long used() {
        try {
            FileStore store = Files.getFileStore(folder);
            return store.getTotalSpace() - store.getUsableSpace();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        clear();
        database.execute("ALTER DATABASE " + database.name() + " RESET temp_tablespaces");
        try (TestSession session = database.session()) {
            session.execute("DROP TABLESPACE IF EXISTS " + tablespace());
        } finally {
            unmount();
        }
    }

    private void unmount() {
        ran("umount", "-l", folder.toString());
        try {
            Files.deleteIfExists(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean ran(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
