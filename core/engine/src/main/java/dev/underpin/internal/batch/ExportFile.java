package dev.underpin.internal.batch;

import dev.underpin.control.PrivateFile;
import dev.underpin.db.Session;
import dev.underpin.spi.program.Sql;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A query's rows in a file: written beside, synced, read back, described by a manifest and only then given its name. */
public final class ExportFile {

    private final Path file;

    public ExportFile(Path file) {
        this.file = file;
    }

    /** What the file holds. */
    public record Manifest(long rows, String sha256) {}

    public Manifest write(Session session, Sql query) throws IOException {
        Path part = sibling(".part");
        MessageDigest written = sha256();
        long rows;
        // What is left of an earlier attempt may have been made with other permissions.
        Files.deleteIfExists(part);
        try (FileChannel channel = PrivateFile.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream target = new DigestOutputStream(
                        new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16), written)) {
            rows = session.copyOut(query, target);
            target.flush();
            channel.force(true);
        }
        String digest = HexFormat.of().formatHex(written.digest());
        if (!digest.equals(read(part))) {
            throw new IOException("what was read back from " + part + " differs from what was written");
        }
        Manifest manifest = new Manifest(rows, digest);
        Files.write(sibling(".manifest"), List.of("rows: " + manifest.rows(), "sha256: " + manifest.sha256()));
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return manifest;
    }

    private static String read(Path path) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream content = new DigestInputStream(Files.newInputStream(path), digest)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Path sibling(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
