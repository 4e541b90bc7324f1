package dev.underpin.testkit.snapshot;

import dev.underpin.testkit.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An installed pg_dump.
 *
 * @param restricts whether it writes a key into each dump, a random one unless told
 */
record PgDump(Path program, int major, boolean restricts) {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final Pattern VERSION = Pattern.compile("pg_dump \\(PostgreSQL\\) (\\d+)");

    private static final String RESTRICT_KEY = "--restrict-key";

    /** What is installed does not change while the tests run. */
    private static final Map<Integer, Optional<PgDump>> FOUND = new ConcurrentHashMap<>();

    /** The oldest that can dump a server of this major. */
    static Optional<PgDump> find(int serverMajor) {
        return FOUND.computeIfAbsent(serverMajor, PgDump::search);
    }

    private static Optional<PgDump> search(int serverMajor) {
        return candidates()
                .filter(Files::isExecutable)
                .flatMap(program -> examine(program).stream())
                .filter(found -> found.major >= serverMajor)
                .min(Comparator.comparingInt(PgDump::major));
    }

    String schemaOf(TestDatabase database, List<String> options) {
        List<String> command =
                new ArrayList<>(List.of(program.toString(), "--schema-only", "--dbname=" + database.url()));
        command.addAll(options);
        if (restricts) {
            command.add(RESTRICT_KEY + "=underpin");
        }
        return run(command);
    }

    private static Stream<Path> candidates() {
        Stream<Path> onPath = Stream.of(
                        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, "pg_dump"));
        return Stream.concat(installedByDebian().stream(), onPath);
    }

    private static List<Path> installedByDebian() {
        if (!Files.isDirectory(DEBIAN)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin/pg_dump")).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Optional<PgDump> examine(Path program) {
        Matcher version = VERSION.matcher(run(List.of(program.toString(), "--version")));
        return version.find()
                ? Optional.of(new PgDump(
                        program,
                        Integer.parseInt(version.group(1)),
                        run(List.of(program.toString(), "--help")).contains(RESTRICT_KEY)))
                : Optional.empty();
    }

    private static String run(List<String> command) {
        try {
            Path errors = Files.createTempFile("pg_dump", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(errors.toFile())
                        .start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new IllegalStateException(command.get(0) + " failed: " + Files.readString(errors));
                }
                return output;
            } finally {
                Files.delete(errors);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.get(0) + " ran", interruption);
        }
    }
}
