package dev.underpin.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The question before a change, on a real terminal. */
@PostgresTest
@SideBySide
class ConfirmationIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    @TempDir
    Path directory;

    private static String quoted(String argument) {
        return "'" + argument.replace("'", "'\\''") + "'";
    }

    private String command(TestDatabase database) throws IOException {
        Path plan = Files.writeString(directory.resolve("plan.yaml"), """
                apiVersion: underpin/v1
                plan: asked
                steps:
                  - { id: table, uses: sql.run, with: { apply: ["CREATE TABLE asked (id int)"], rollback: ["DROP TABLE asked"] } }
                """);
        return Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.underpin.cli.Main",
                        "apply",
                        plan.toString(),
                        "--url",
                        database.url())
                .map(ConfirmationIT::quoted)
                .collect(Collectors.joining(" "));
    }

    @Test
    void staysOnTheTerminalUntilItIsAnsweredWhereverErrorsGo(TestDatabase database) throws Exception {
        assumeTrue(Files.isExecutable(SCRIPT), "script (util-linux) makes the terminal");
        String errors = " 2>" + quoted(directory.resolve("errors").toString());
        for (String redirection : List.of("", errors)) {
            Path seen = Files.createTempFile(directory, "terminal", ".txt");
            ProcessBuilder builder = new ProcessBuilder(
                            SCRIPT.toString(), "-qec", command(database) + redirection, "/dev/null")
                    .redirectErrorStream(true)
                    .redirectOutput(seen.toFile());
            builder.environment().put("TERM", "xterm");
            builder.environment().remove("CI");
            Process terminal = builder.start();
            try {
                await().atMost(PATIENCE)
                        .during(Duration.ofSeconds(2))
                        .until(() -> shown(seen).endsWith("Apply asked? [y/N] ") || !terminal.isAlive());
                terminal.getOutputStream()
                        .write((redirection.isEmpty() ? "n\n" : "y\n").getBytes(StandardCharsets.UTF_8));
                terminal.getOutputStream().flush();
                assertThat(terminal.waitFor(180, TimeUnit.SECONDS)).isTrue();
                assertThat(terminal.exitValue()).as(shown(seen)).isEqualTo(redirection.isEmpty() ? 130 : 0);
            } finally {
                terminal.destroyForcibly();
            }
        }
        assertThat(database.queryBoolean("SELECT to_regclass('asked') IS NOT NULL"))
                .isTrue();
    }

    /** Without emphasis, which may stand around the question. */
    private static String shown(Path seen) throws IOException {
        return Files.readString(seen, StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;]*m", "");
    }
}
