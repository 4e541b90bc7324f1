package dev.underpin.db;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connection parameters kept under a name in {@code pg_service.conf}, read as libpq reads them. */
final class ServiceFile {

    private ServiceFile() {}

    static Map<ConnectionParameter, String> parameters(String service, ClientEnvironment environment) {
        List<Path> files = new ArrayList<>();
        files.add(environment
                .variable("PGSERVICEFILE")
                .map(Path::of)
                .orElseGet(() -> environment.home().resolve(".pg_service.conf")));
        environment.variable("PGSYSCONFDIR").ifPresent(dir -> files.add(Path.of(dir, "pg_service.conf")));
        for (Path file : files) {
            Optional<Map<ConnectionParameter, String>> found = find(service, file);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new Failure(
                Outcome.USAGE,
                EngineCodes.SERVICE_FILE,
                "there is no service \"" + service + "\" in "
                        + String.join(" or ", files.stream().map(Path::toString).toList()),
                "Add a section [" + service + "] to the service file, or point PGSERVICEFILE to the file that has it.");
    }

    private static Optional<Map<ConnectionParameter, String>> find(String service, Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Map<ConnectionParameter, String> values = new EnumMap<>(ConnectionParameter.class);
        boolean found = false;
        int number = 0;
        for (String raw : lines(file)) {
            String line = raw.strip();
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("[")) {
                if (found) {
                    break;
                }
                found = line.equals("[" + service + "]");
            } else if (found) {
                add(line, file + ":" + number, values);
            }
        }
        return found ? Optional.of(values) : Optional.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new Failure(
                    Outcome.USAGE,
                    EngineCodes.SERVICE_FILE,
                    "the service file " + file + " cannot be read as UTF-8 text",
                    "Check its owner, its mode and its encoding.");
        }
    }

    private static void add(String line, String place, Map<ConnectionParameter, String> values) {
        int equals = line.indexOf('=');
        Optional<ConnectionParameter> parameter =
                equals < 0 ? Optional.empty() : ConnectionParameter.named(line.substring(0, equals));
        if (parameter.isEmpty() || parameter.get() == ConnectionParameter.SERVICE) {
            throw new Failure(
                    Outcome.USAGE,
                    EngineCodes.SERVICE_FILE,
                    place + " does not set a connection parameter",
                    "Write parameters as name=value without spaces, under a [name]; a service cannot name another one.");
        }
        String value = line.substring(equals + 1);
        if (!value.isEmpty()) {
            values.putIfAbsent(parameter.get(), value);
        }
    }
}
