package dev.underpin.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * A server from {@link PostgresBinaries}. Its data live in one of the {@link DataFolders} until the JVM ends; what a killed JVM left there is
 * stopped and removed by a later start.
 */
final class EmbeddedServer implements ServerSource {

    private static final PostgresBinaries BINARIES = PostgresBinaries.ofThisMachine();
    private static final Duration STARTUP = Duration.ofSeconds(60);

    /** A {@code .txz} with {@code bin/initdb}, {@code bin/pg_ctl} and {@code bin/postgres}. */
    @FunctionalInterface
    interface Archive {
        InputStream open() throws IOException;
    }

    @Override
    public Optional<ServerAddress> start(int major) {
        Path jar = BINARIES.jar(major);
        return Optional.of(start("" + major, () -> archiveIn(jar)));
    }

    /** Starts what the archive holds. {@code name} becomes part of the data's folder. */
    static ServerAddress start(String name, Archive archive) {
        Path data = DataFolders.next(name);
        EmbeddedPostgres server = begin(name, archive, data, CONFIGURATION);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, data), "stop-" + name));
        return new ServerAddress("localhost", server.getPort(), "postgres", "", "postgres");
    }

    /** One with a configuration of its own, which whoever asks for it ends. */
    static EmbeddedPostgres begin(int major, Path data, Map<String, String> configuration) {
        Map<String, String> all = new HashMap<>(CONFIGURATION);
        all.putAll(configuration);
        return begin("" + major, () -> archiveIn(BINARIES.jar(major)), data, all);
    }

    private static EmbeddedPostgres begin(String name, Archive archive, Path data, Map<String, String> configuration) {
        try {
            byte[] binaries = archive.open().readAllBytes();
            new FreshCluster(
                            DataFolders.TEMPORARY.resolve("cluster-" + name + "-" + digest(binaries)),
                            folder -> builder(binaries, folder, CONFIGURATION)
                                    .start()
                                    .close())
                    .copyTo(data);
            return builder(binaries, data, configuration).start();
        } catch (IOException failure) {
            throw new UncheckedIOException("PostgreSQL " + name + " does not start", failure);
        }
    }

    private static EmbeddedPostgres.Builder builder(byte[] binaries, Path data, Map<String, String> configuration) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPgBinaryResolver((system, hardware) -> new ByteArrayInputStream(binaries))
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setLocaleConfig("locale", "C")
                .setPGStartupWait(STARTUP);
        configuration.forEach(builder::setServerConfig);
        // Debian's default is a folder that only its own user may write.
        builder.setServerConfig("unix_socket_directories", "");
        return builder;
    }

    static void end(EmbeddedPostgres server, Path data) {
        try {
            server.close();
            FreshCluster.delete(data);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Tells releases apart; nobody forges them. */
    private static String digest(byte[] binaries) {
        CRC32 digest = new CRC32();
        digest.update(binaries);
        return binaries.length + "-" + Long.toHexString(digest.getValue());
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
