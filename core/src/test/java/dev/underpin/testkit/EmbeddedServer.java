package dev.underpin.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * A server from the binaries that the build put into the folder {@code underpin.pgBinaries}, one {@code pg-NN.jar} per major. Its data live in
 * the temporary folder until the JVM ends; what a killed JVM left there is stopped and removed by a later start.
 */
final class EmbeddedServer implements ServerSource {

    private static final String FOLDER_PROPERTY = "underpin.pgBinaries";
    private static final Duration STARTUP = Duration.ofSeconds(60);

    @Override
    public Optional<ServerAddress> start(int major) {
        Path jar = jarOf(major);
        if (!Files.isRegularFile(jar)) {
            return Optional.empty();
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPgBinaryResolver((system, hardware) -> archiveIn(jar))
                .setDataDirectory(dataDirectory(major))
                .setCleanDataDirectory(true)
                .setRegisterShutdownHook(true)
                .setLocaleConfig("locale", "C")
                .setPGStartupWait(STARTUP);
        CONFIGURATION.forEach(builder::setServerConfig);
        try {
            EmbeddedPostgres server = builder.start();
            return Optional.of(new ServerAddress("localhost", server.getPort(), "postgres", "", "postgres"));
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL " + major + " does not start from " + jar, failure);
        }
    }

    static Path jarOf(int major) {
        return Path.of(System.getProperty(FOLDER_PROPERTY, "target/pg-binaries"), "pg-" + major + ".jar");
    }

    /** A child of the folder in which the library looks for the remains of killed JVMs. */
    private static Path dataDirectory(int major) {
        return Path.of(
                System.getProperty("java.io.tmpdir"), "embedded-pg", "underpin-" + major + "-" + UUID.randomUUID());
    }

    private static InputStream archiveIn(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry archive = file.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(jar + " holds no .txz archive"));
            try (InputStream content = file.getInputStream(archive)) {
                return new ByteArrayInputStream(content.readAllBytes());
            }
        }
    }
}
