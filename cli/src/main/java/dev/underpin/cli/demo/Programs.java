package dev.underpin.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs other programs to their end. */
final class Programs {

    /** Where the system's own programs are; not PATH, which may lead to anybody's. */
    private static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");

    private Programs() {}

    /** How a program ended, and what it said on both of its streams. */
    record Ended(int exitCode, String output) {

        boolean good() {
            return exitCode == 0;
        }
    }

    /** The path of a program of the system. */
    static Optional<String> find(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** @param directory the one it works in */
    static Ended run(Path directory, List<String> command) throws IOException {
        String program = find(command.get(0)).orElse(command.get(0));
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of(program), command.stream().skip(1))
                                .toList())
                .directory(directory.toFile())
                .redirectErrorStream(true);
        // What is set for the user's own servers is not meant for this one.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Ended(process.waitFor(), output);
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(command.get(0) + " was interrupted", interrupted);
        }
    }
}
