package dev.underpin.testkit.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which tests of which classes have used servers of which versions. */
public final class Coverage {

    private static final Coverage OF_THIS_JVM = new Coverage();
    /** Which test a thread is at. */
    private static final ThreadLocal<Test> PRESENT = new ThreadLocal<>();

    private final Set<Use> uses = new ConcurrentSkipListSet<>(Comparator.comparing(Use::line));

    /** A test, by its class and an identifier. */
    record Test(String className, String id) {}

    /** That a test has used a server. */
    record Use(String version, Test test) {

        private static final String SEPARATOR = "\t";

        String line() {
            return String.join(SEPARATOR, version, test.className(), test.id());
        }

        static Use of(String line) {
            String[] parts = line.split(SEPARATOR, 3);
            return new Use(parts[0], new Test(parts[1], parts[2]));
        }
    }

    Coverage() {}

    static Coverage ofThisJvm() {
        return OF_THIS_JVM;
    }

    /** The thread's test has taken a server of this version, such as {@code 17}. */
    public static void used(String version) {
        Test test = PRESENT.get();
        if (test != null) {
            OF_THIS_JVM.add(new Use(version, test));
        }
    }

    static void at(Test test) {
        PRESENT.set(test);
    }

    static void atNone() {
        PRESENT.remove();
    }

    void add(Use use) {
        uses.add(use);
    }

    /** Writes all down in a file of their own there; other modules do the same. */
    void write(Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, "covered-", ".tsv");
            Files.write(file, uses.stream().map(Use::line).toList());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What was written there. */
    static Coverage read(Path folder) {
        Coverage all = new Coverage();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).forEach(line -> all.add(Use.of(line)));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return all;
    }

    /** A line for each version, the oldest first. */
    List<String> summary() {
        Set<String> versions = uses.stream()
                .map(Use::version)
                .collect(Collectors.toCollection(() -> new TreeSet<>(
                        Comparator.comparing(Coverage::number).thenComparing(Comparator.naturalOrder()))));
        return versions.stream()
                .map(version -> {
                    List<Use> of = uses.stream()
                            .filter(use -> use.version().equals(version))
                            .toList();
                    long classes = of.stream()
                            .map(use -> use.test().className())
                            .distinct()
                            .count();
                    return "PostgreSQL " + version + ": " + of.size() + " tests of " + classes + " classes";
                })
                .toList();
    }

    private static int number(String version) {
        return Integer.parseInt(version.replaceFirst("\\D.*$", ""));
    }
}
