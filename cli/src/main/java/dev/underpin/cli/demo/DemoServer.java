package dev.underpin.cli.demo;

import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL of our own in a folder of its own. Whoever closes it leaves nothing behind. */
final class DemoServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoServer.class);
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private boolean kept;
    private boolean closed;

    private DemoServer(Path folder, EmbeddedPostgres postgres) {
        this.folder = folder;
        this.postgres = postgres;
    }

    /** @throws Failure if the server does not start here */
    static DemoServer start(Path parent) {
        Path folder = parent;
        try {
            folder = Files.createTempDirectory(parent, DemoFolders.PREFIX);
            Path log = folder.resolve("server.log");
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setPgBinaryResolver(DemoBinaries::archive)
                    .setOverrideWorkingDirectory(folder.toFile())
                    .setDataDirectory(folder.resolve(DemoFolders.DATA))
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    .setServerConfig("shared_buffers", "128MB")
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_wal_size", "2GB")
                    .setOutputRedirector(Redirect.appendTo(log.toFile()))
                    .setErrorRedirector(Redirect.appendTo(log.toFile()))
                    .setPGStartupWait(STARTUP)
                    .start();
            return new DemoServer(folder, postgres);
        } catch (IOException | RuntimeException failure) {
            LOG.debug("the demo's server does not start", failure);
            if (!folder.equals(parent)) {
                DemoFolders.stop(folder);
            }
            throw new Failure(
                    Outcome.REFUSED,
                    "E8401",
                    "the demo's PostgreSQL does not start here: " + firstLine(failure),
                    "It needs a Linux or macOS on amd64 or arm64, some 300 MB in " + parent
                            + ", and, for root, the right to create a user namespace; as another user it needs none.");
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    String url(String database) {
        return "postgresql://postgres@localhost:" + postgres.getPort() + "/" + database;
    }

    Path folder() {
        return folder;
    }

    /** Leaves it running after the end of this process. */
    synchronized void keep() {
        kept = true;
    }

    /** Stops it and removes its folder, unless it is to be kept; from any thread. */
    @Override
    public synchronized void close() {
        if (!kept && !closed) {
            closed = true;
            DemoFolders.stop(folder);
        }
    }
}
