package dev.underpin.cli.process;

import dev.underpin.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code underpin} in a process of its own, on this test's class path. */
final class ToolProcess {

    private final Process process;
    private final Path output;

    private ToolProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * @param failpoint as {@code UNDERPIN_FAILPOINT} takes it; empty for none
     */
    static ToolProcess start(TestDatabase database, String failpoint, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.underpin.cli.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--yes", "--url", database.url()));
        Path output = Files.createTempFile("underpin", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        if (!failpoint.isEmpty()) {
            builder.environment().put("UNDERPIN_FAILPOINT", failpoint);
        }
        return new ToolProcess(builder.start(), output);
    }

    /** Waits for its end; returns the exit code. */
    int await() throws InterruptedException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + output());
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
