package dev.underpin.db;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where to connect, and as whom: a URL, and for whatever it leaves open a service, the PG… variables and the defaults, with
 * psql's precedence. Neither its text nor its errors contain a secret.
 */
public final class ConnectionSettings {

    static final String PORT = "5432";
    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private final List<String> hosts;
    private final List<String> ports;
    private final String database;
    private final String user;
    private final Optional<String> password;
    private final Map<String, String> properties;
    private final List<String> warnings;

    private ConnectionSettings(
            List<String> hosts,
            List<String> ports,
            String database,
            String user,
            Optional<String> password,
            Map<String, String> properties,
            List<String> warnings) {
        this.hosts = List.copyOf(hosts);
        this.ports = List.copyOf(ports);
        this.database = database;
        this.user = user;
        this.password = password;
        this.properties = Map.copyOf(properties);
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Finds the settings as psql would.
     *
     * @param url {@code postgresql://…} or {@code jdbc:postgresql://…}
     * @throws Failure with {@link Outcome#USAGE} for what cannot be read or cannot be done
     */
    public static ConnectionSettings resolve(Optional<String> url, ClientEnvironment environment) {
        ConnectionUrl given = url.map(ConnectionUrl::parse).orElseGet(() -> new ConnectionUrl(Map.of(), Map.of()));
        Map<ConnectionParameter, String> values = merge(given.parameters(), environment);
        values.forEach(ConnectionSettings::requirePossible);
        List<String> warnings = new ArrayList<>();

        List<String> hosts = hosts(values);
        List<String> ports = ports(values, hosts.size());
        String user = values.getOrDefault(ConnectionParameter.USER, environment.osUser());
        String database = values.getOrDefault(ConnectionParameter.DBNAME, user);
        Optional<String> password = Optional.ofNullable(values.get(ConnectionParameter.PASSWORD))
                .or(() -> fromFile(values, environment, hosts, ports, database, user, warnings));
        Map<String, String> properties = DriverProperties.of(values);
        properties.putAll(given.driver());
        return new ConnectionSettings(hosts, ports, database, user, password, properties, warnings);
    }

    private static Map<ConnectionParameter, String> merge(
            Map<ConnectionParameter, String> given, ClientEnvironment environment) {
        Map<ConnectionParameter, String> values = new EnumMap<>(ConnectionParameter.class);
        values.putAll(given);
        Optional.ofNullable(given.get(ConnectionParameter.SERVICE))
                .or(() -> environment.variable("PGSERVICE"))
                .ifPresent(
                        service -> ServiceFile.parameters(service, environment).forEach(values::putIfAbsent));
        for (ConnectionParameter parameter : ConnectionParameter.values()) {
            parameter
                    .variable()
                    .flatMap(environment::variable)
                    .ifPresent(value -> values.putIfAbsent(parameter, value));
        }
        return values;
    }

    private static void requirePossible(ConnectionParameter parameter, String value) {
        if (parameter.treatment() == ConnectionParameter.Treatment.REFUSED) {
            throw new Failure(
                    Outcome.USAGE,
                    EngineCodes.DRIVER_CANNOT,
                    "the connection parameter " + parameter.keyword()
                            + " is set, and the driver cannot do what it asks for",
                    "Remove it from the URL, the service file or the environment"
                            + parameter
                                    .variable()
                                    .map(name -> " (" + name + ")")
                                    .orElse("")
                            + " if the connection is safe enough without it.");
        }
        if (parameter == ConnectionParameter.SSLMODE && !SSL_MODES.contains(value)) {
            throw bad("sslmode", "one of " + String.join(", ", SSL_MODES));
        }
    }

    static Failure bad(String parameter, String expected) {
        return new Failure(
                Outcome.USAGE,
                EngineCodes.CONNECTION_VALUE,
                "the connection parameter " + parameter + " has a value that is not valid",
                "It has to be " + expected + ".");
    }

    private static List<String> hosts(Map<ConnectionParameter, String> values) {
        String text = values.getOrDefault(
                ConnectionParameter.HOSTADDR, values.getOrDefault(ConnectionParameter.HOST, "localhost"));
        List<String> hosts = new ArrayList<>();
        for (String host : text.split(",", -1)) {
            if (host.startsWith("/") || host.startsWith("@")) {
                throw new Failure(
                        Outcome.USAGE,
                        EngineCodes.UNIX_SOCKET,
                        "the host " + host
                                + " is the directory of a Unix-domain socket, and PostgreSQL is reached over TCP only",
                        "Name the machine instead, for example PGHOST=localhost; the server has to listen there (listen_addresses) and to accept the user (pg_hba.conf).");
            }
            hosts.add(host.isEmpty() ? "localhost" : host);
        }
        return hosts;
    }

    private static List<String> ports(Map<ConnectionParameter, String> values, int hosts) {
        List<String> ports = new ArrayList<>();
        for (String port : values.getOrDefault(ConnectionParameter.PORT, PORT).split(",", -1)) {
            if (!port.isEmpty() && !ConnectionUrl.isPort(port)) {
                throw bad("port", "a number from 1 to 65535");
            }
            ports.add(port.isEmpty() ? PORT : port);
        }
        if (ports.size() == 1) {
            return Collections.nCopies(hosts, ports.get(0));
        }
        if (ports.size() != hosts) {
            throw bad("port", "one number, or as many as there are hosts (" + hosts + ")");
        }
        return ports;
    }

    private static Optional<String> fromFile(
            Map<ConnectionParameter, String> values,
            ClientEnvironment environment,
            List<String> hosts,
            List<String> ports,
            String database,
            String user,
            List<String> warnings) {
        Path file = Optional.ofNullable(values.get(ConnectionParameter.PASSFILE))
                .map(Path::of)
                .orElseGet(() -> environment.home().resolve(".pgpass"));
        PgPass passwords = PgPass.read(file, warnings::add);
        List<String> names =
                values.containsKey(ConnectionParameter.HOST) ? split(values.get(ConnectionParameter.HOST)) : hosts;
        return IntStream.range(0, hosts.size())
                .mapToObj(i -> passwords.password(
                        i < names.size() ? names.get(i) : hosts.get(i), ports.get(i), database, user))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static List<String> split(String list) {
        return List.of(list.split(",", -1));
    }

    /** The host's name; of several, all with commas between them. */
    public String host() {
        return String.join(",", hosts);
    }

    /** The port of the first host. */
    public int port() {
        return Integer.parseInt(ports.get(0));
    }

    public String database() {
        return database;
    }

    public String user() {
        return user;
    }

    /** What was found and deliberately not used, in sentences without a full stop. */
    public List<String> warnings() {
        return warnings;
    }

    /** For people: {@code chat on db1:5432 as app}. */
    public String description() {
        return database + " on " + servers() + " as " + user;
    }

    private String servers() {
        return IntStream.range(0, hosts.size())
                .mapToObj(i ->
                        (hosts.get(i).contains(":") ? "[" + hosts.get(i) + "]" : hosts.get(i)) + ":" + ports.get(i))
                .collect(Collectors.joining(","));
    }

    /** The text with every secret of this connection blotted out. */
    public String redact(String text) {
        String clean = text;
        for (String secret : secrets()) {
            clean = clean.replace(secret, "***");
        }
        return clean;
    }

    private List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        password.ifPresent(secrets::add);
        Optional.ofNullable(properties.get("sslpassword")).ifPresent(secrets::add);
        secrets.removeIf(String::isEmpty);
        return secrets;
    }

    /** Opens connections with these settings, each as the server's defaults make it. */
    public DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(hosts.toArray(String[]::new));
        dataSource.setPortNumbers(ports.stream().mapToInt(Integer::parseInt).toArray());
        dataSource.setDatabaseName(database);
        dataSource.setUser(user);
        // Without one the driver would read a password file by rules of its own.
        dataSource.setPassword(password.orElse(""));
        new LinkedHashMap<>(properties).forEach((name, value) -> set(dataSource, name, value));
        return dataSource;
    }

    private static void set(PGSimpleDataSource dataSource, String name, String value) {
        try {
            dataSource.setProperty(name, value);
        } catch (SQLException | RuntimeException invalid) {
            throw bad(name, "as PostgreSQL's JDBC driver documents it");
        }
    }

    @Override
    public String toString() {
        return description();
    }
}
