package dev.underpin.cli.process;

import dev.underpin.testkit.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code underpin} in a process of its own, on this test's class path. Where that consists of jars, as in Maven's hands, the first process that
 * ends by itself leaves an archive of its classes, with which all later ones start in half the time.
 */
final class ToolProcess {

    private static final String WRITE = "-XX:ArchiveClassesAtExit=";
    private static final String TEST_CLASSES = "test-classes";
    private static final String CLASS_PATH = Stream.of(
                    System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty() && !entry.contains(TEST_CLASSES))
            .collect(Collectors.joining(File.pathSeparator));

    private static final boolean OF_JARS =
            Stream.of(CLASS_PATH.split(File.pathSeparator, -1)).map(Path::of).allMatch(Files::isRegularFile);
    private static final Path ARCHIVE = archive();
    private static final AtomicBoolean ARCHIVING = new AtomicBoolean(!OF_JARS);

    private final Process process;
    private final Path output;
    private final boolean archiving;

    private ToolProcess(Process process, Path output, boolean archiving) {
        this.process = process;
        this.output = output;
        this.archiving = archiving;
    }

    /**
     * @param failpoint as {@code UNDERPIN_FAILPOINT} takes it; empty for none
     */
    static ToolProcess start(TestDatabase database, String failpoint, String... arguments) throws IOException {
        return start(database, classData(failpoint), failpoint, arguments);
    }

    /** One that writes the names of all classes that it has loaded to a file. */
    static ToolProcess listing(Path classes, TestDatabase database, String... arguments) throws IOException {
        return start(database, List.of("-Xshare:off", "-XX:DumpLoadedClassList=" + classes), "", arguments);
    }

    private static ToolProcess start(
            TestDatabase database, List<String> classData, String failpoint, String... arguments) throws IOException {
        List<String> command = command(classData);
        command.addAll(List.of(arguments));
        command.addAll(List.of("--yes", "--url", database.url()));
        Path output = Files.createTempFile("underpin", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        if (!failpoint.isEmpty()) {
            builder.environment().put("UNDERPIN_FAILPOINT", failpoint);
        }
        return new ToolProcess(
                builder.start(), output, classData.stream().anyMatch(option -> option.startsWith(WRITE)));
    }

    private static List<String> command(List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xlog:disable"));
        command.addAll(options);
        command.addAll(List.of("-cp", CLASS_PATH, "dev.underpin.cli.Main"));
        return command;
    }

    /** Whether no process has been asked yet to leave one. */
    static boolean needsArchive() {
        return !ARCHIVING.get();
    }

    private static Path archive() {
        try {
            Path folder = Files.createTempDirectory("underpin-classes");
            folder.toFile().deleteOnExit();
            Path archive = folder.resolve("tool.jsa");
            archive.toFile().deleteOnExit();
            return archive;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path unfinished() {
        return ARCHIVE.resolveSibling("unfinished.jsa");
    }

    /** Has a process use the archive, or write it: one that ends by itself, and only one. */
    private static List<String> classData(String failpoint) {
        if (Files.exists(ARCHIVE)) {
            return List.of("-XX:SharedArchiveFile=" + ARCHIVE);
        }
        return failpoint.isEmpty() && ARCHIVING.compareAndSet(false, true) ? List.of(WRITE + unfinished()) : List.of();
    }

    /** Waits for its end; returns the exit code. */
    int await() throws IOException, InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + output());
        }
        if (archiving) {
            Files.move(unfinished(), ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
        }
        return process.exitValue();
    }

    void kill() {
        process.destroyForcibly();
    }

    boolean alive() {
        return process.isAlive();
    }

    String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return "no output: " + unreadable.getMessage();
        }
    }
}
