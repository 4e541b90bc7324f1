package dev.underpin.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/**
 * A server from the PostgreSQL that is installed on this machine: the minor release that people have today, with what its packager changed. Its
 * programs are those in the folder {@code UNDERPIN_TEST_BIN}, or Debian's of the newest major that the tool supports. It is started as the
 * embedded ones are, so without root's rights where the tests run as root.
 */
final class InstalledServer implements ServerSource {

    private static final String VARIABLE = "UNDERPIN_TEST_BIN";
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final List<String> PROGRAMS = List.of("initdb", "pg_ctl", "postgres");

    private final Path folder;
    private final int major;

    private InstalledServer(Path folder, int major) {
        this.folder = folder;
        this.major = major;
    }

    /** The one that is installed, if any is. */
    static Optional<InstalledServer> find() {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .filter(named -> !named.isBlank())
                .map(named -> Stream.of(Path.of(named)))
                .orElseGet(() -> PostgresServer.MAJORS.stream()
                        .sorted(Comparator.reverseOrder())
                        .map(number -> DEBIAN.resolve(number + "/bin")))
                .filter(bin -> PROGRAMS.stream().allMatch(program -> Files.isExecutable(bin.resolve(program))))
                .findFirst()
                .map(bin -> new InstalledServer(bin, majorOf(bin)));
    }

    int major() {
        return major;
    }

    @Override
    public Optional<ServerAddress> start(int wanted) {
        return wanted == major
                ? Optional.of(EmbeddedServer.start("installed-" + major, this::links))
                : Optional.empty();
    }

    /** PostgreSQL looks for its other files from where a link to it leads. */
    private InputStream links() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream archive = new TarArchiveOutputStream(new XZCompressorOutputStream(bytes))) {
            put(new TarArchiveEntry("bin/"), archive);
            for (String program : PROGRAMS) {
                TarArchiveEntry link = new TarArchiveEntry("bin/" + program, TarConstants.LF_SYMLINK);
                link.setLinkName(folder.resolve(program).toString());
                put(link, archive);
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** The same bytes each time: they are unpacked to a folder that is named after them. */
    private static void put(TarArchiveEntry entry, TarArchiveOutputStream archive) throws IOException {
        entry.setModTime(0);
        archive.putArchiveEntry(entry);
        archive.closeArchiveEntry();
    }

    /** From {@code postgres (PostgreSQL) 15.20 (Debian …)}. */
    private static int majorOf(Path bin) {
        try {
            Process process = new ProcessBuilder(bin.resolve("postgres").toString(), "--version").start();
            String version = new String(process.getInputStream().readAllBytes()).replaceFirst("^\\D*", "");
            return Integer.parseInt(version.replaceFirst("(?s)\\D.*$", ""));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
