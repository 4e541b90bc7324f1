package dev.underpin.cli.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** The PostgreSQL that came with the tool, wherever on the class path and however often it is there. */
public final class DemoBinaries {

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
