package dev.underpin.testkit;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Files of a remote Maven repository, checked against the SHA-1 beside them and kept. Several JVMs may download one file at once: each
 * writes a file of its own, and puts it into place in one step.
 */
final class ArtifactDownload {

    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final String repository;
    private final Path cache;

    /**
     * @param repository its URL
     * @param cache where downloads are kept, laid out as the repository is
     */
    ArtifactDownload(String repository, Path cache) {
        this.repository = repository.replaceFirst("/+$", "");
        this.cache = cache;
    }

    Path cache() {
        return cache;
    }

    /**
     * The file, from the cache or else downloaded.
     *
     * @param path within the repository, with slashes
     * @throws IOException whose message is for people
     */
    Path file(String path) throws IOException {
        Path kept = cache.resolve(path);
        if (Files.isRegularFile(kept)) {
            return kept;
        }
        String url = repository + "/" + path;
        String expected = checksum(url + ".sha1");
        Files.createDirectories(kept.getParent());
        Path part = Files.createTempFile(kept.getParent(), kept.getFileName() + ".", ".part");
        try {
            String actual = copy(url, part);
            if (!actual.equals(expected)) {
                throw new IOException(url + " has the SHA-1 " + actual + ", not " + expected
                        + "; what was downloaded has been removed");
            }
            Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        return kept;
    }

    private static String checksum(String url) throws IOException {
        try (InputStream stream = open(url)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.US_ASCII).strip();
            String sum = text.split("\\s", 2)[0].toLowerCase(Locale.ROOT);
            if (!sum.matches("[0-9a-f]{40}")) {
                throw new IOException(url + " is no SHA-1");
            }
            return sum;
        }
    }

    /** Returns the SHA-1 of what came. */
    private static String copy(String url, Path file) throws IOException {
        MessageDigest digest = sha1();
        try (InputStream stream = new DigestInputStream(open(url), digest)) {
            Files.copy(stream, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static InputStream open(String url) throws IOException {
        try {
            URLConnection connection = URI.create(url).toURL().openConnection();
            connection.setConnectTimeout((int) CONNECT.toMillis());
            connection.setReadTimeout((int) SILENCE.toMillis());
            return connection.getInputStream();
        } catch (FileNotFoundException missing) {
            throw new IOException("there is no " + url, missing);
        } catch (IOException | IllegalArgumentException failure) {
            throw new IOException(url + ": " + failure, failure);
        }
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
