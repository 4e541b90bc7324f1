package dev.underpin.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The details of an unexpected failure, in a file that only its owner can read. */
final class CrashFile {

    private static final String NO_PASSWORD = "$1***$2";

    private CrashFile() {}

    /** @param redact blots out the secrets that are known */
    static Optional<Path> write(
            Path directory, String version, String[] args, Throwable failure, UnaryOperator<String> redact) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        List<String> lines = List.of(
                "time     " + Instant.now(),
                "version  " + version,
                "java     " + System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
                "system   " + System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                "command  underpin " + String.join(" ", withoutPasswords(args)),
                "",
                trace.toString());
        try {
            Path file = Files.createTempFile(directory, "underpin-error-", ".txt");
            Files.writeString(file, redact.apply(String.join("\n", lines)));
            return Optional.of(file);
        } catch (IOException | RuntimeException cannot) {
            return Optional.empty();
        }
    }

    private static List<String> withoutPasswords(String[] args) {
        return Arrays.stream(args)
                .map(arg -> arg.replaceAll("(//[^:@/?]*:).*(@)", NO_PASSWORD)
                        .replaceAll("((?:password|sslpassword)=)[^&]*()", NO_PASSWORD))
                .toList();
    }
}
