package dev.underpin.cli.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL that came with the tool, wherever on the class path and however often it is there. */
public final class DemoBinaries {

    private static final int EXECUTABLE = 0100;

    private DemoBinaries() {}

    /**
     * @param system and {@code hardware} as the Java system properties {@code os.name} and {@code os.arch} have them
     */
    public static InputStream archive(String system, String hardware) throws IOException {
        String name = "postgres-" + family(system) + "-" + architecture(hardware) + ".txz";
        InputStream archive = DemoBinaries.class.getResourceAsStream("/" + name);
        if (archive == null) {
            throw new FileNotFoundException("there is no PostgreSQL for " + system + " on " + hardware);
        }
        return archive;
    }

    /** Unpacks what is for this machine; everybody may read and execute it, and only the folder's owner change it. */
    static void unpack(Path folder) throws IOException {
        try (InputStream archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
                TarArchiveInputStream content = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                unpack(entry, content, folder.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        if (entry.isDirectory()) {
            directory(target);
            return;
        }
        directoryOf(target);
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        permit(target, (entry.getMode() & EXECUTABLE) == 0 ? "rw-r--r--" : "rwxr-xr-x");
    }

    private static void directory(Path target) throws IOException {
        if (!Files.isDirectory(target)) {
            directoryOf(target);
            Files.createDirectory(target);
            permit(target, "rwxr-xr-x");
        }
    }

    private static void directoryOf(Path file) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            directory(parent);
        }
    }

    /** Whatever the process's umask is. */
    private static void permit(Path target, String permissions) throws IOException {
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
    }

    private static String family(String system) {
        String lower = system.toLowerCase(Locale.ROOT);
        return lower.startsWith("mac") ? "darwin" : lower.startsWith("windows") ? "windows" : lower;
    }

    private static String architecture(String hardware) {
        return switch (hardware.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> hardware;
        };
    }
}
