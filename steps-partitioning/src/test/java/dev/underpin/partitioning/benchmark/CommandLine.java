package dev.underpin.partitioning.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The launcher, as a process of its own, with a heap of its own. */
final class CommandLine {

    static final String HEAP = System.getProperty("benchmark.heap", "128m");

    private final Path launcher;
    private final Path folder;

    CommandLine(Path launcher, Path folder) {
        this.launcher = launcher;
        this.folder = folder;
    }

    Phases apply(TestDatabase database, String plan) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("plan.yaml"), plan);
        return run(database, "apply", file.toString(), "--yes");
    }

    Phases rollback(TestDatabase database) throws IOException, InterruptedException {
        return run(database, "rollback", "benchmark", "--yes");
    }

    private Phases run(TestDatabase database, String... words) throws IOException, InterruptedException {
        Path events = folder.resolve("events.jsonl");
        Path output = folder.resolve("output.txt");
        Files.deleteIfExists(events);
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--url", database.url(), "--events", events.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("UNDERPIN_JAVA_OPTS", "-Xmx" + HEAP);
        Instant started = Instant.now();
        int exit = builder.start().waitFor();
        Instant ended = Instant.now();
        assertThat(exit).as(() -> text(output)).isZero();
        return Phases.read(events, started, ended);
    }

    private static String text(Path output) {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            return failure.toString();
        }
    }
}
