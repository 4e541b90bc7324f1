package dev.underpin.db;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What PostgreSQL's own clients look at to find a server.
 *
 * @param variables the process's environment
 * @param home where {@code .pgpass} and {@code .pg_service.conf} lie
 * @param osUser whoever started the process; the default for the database user
 */
public record ClientEnvironment(Map<String, String> variables, Path home, String osUser) {

    public ClientEnvironment {
        variables = Map.copyOf(variables);
    }

    /** That of this process. */
    public static ClientEnvironment ofProcess() {
        Map<String, String> variables = System.getenv();
        String home = variables.getOrDefault("HOME", System.getProperty("user.home", "."));
        return new ClientEnvironment(variables, Path.of(home), System.getProperty("user.name", ""));
    }

    /** A variable that is set and not empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }
}
