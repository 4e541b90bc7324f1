package dev.underpin.db;

import dev.underpin.report.EngineCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.config.Spelling;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.PGProperty;

/**
 * A connection URL taken apart, {@code postgresql://…} as libpq reads it or {@code jdbc:postgresql://…}. Its errors never quote
 * what may be part of a password.
 *
 * @param parameters what it says in the words of libpq
 * @param driver what a JDBC URL says to the driver alone, by the driver's names
 */
record ConnectionUrl(Map<ConnectionParameter, String> parameters, Map<String, String> driver) {

    private static final String FORM = "postgresql://user@host:5432/database?sslmode=require";
    private static final String ESCAPES =
            "Write special characters of a name or password as their codes: %40 for @, %2F for /, %3A for :, %3F for ?, %23 for #, %25 for %.";
    private static final Set<String> SCHEMES = Set.of("postgresql://", "postgres://");

    static ConnectionUrl parse(String url) {
        boolean jdbc = url.startsWith("jdbc:");
        String rest = jdbc ? url.substring("jdbc:".length()) : url;
        if (jdbc && rest.startsWith("postgresql:") && !rest.startsWith("postgresql://")) {
            String database = rest.substring("postgresql:".length());
            rest = "postgresql:///" + (database.startsWith("/") ? database.substring(1) : database);
        }
        for (String scheme : SCHEMES) {
            if (rest.startsWith(scheme)) {
                return new Reading(jdbc).read(rest.substring(scheme.length()));
            }
        }
        throw malformed("it does not begin with postgresql:// or jdbc:postgresql://", "Write it as " + FORM + ".");
    }

    private static Failure malformed(String reason, String remedy) {
        return new Failure(
                Outcome.USAGE, EngineCodes.URL_UNREADABLE, "the connection URL cannot be read: " + reason, remedy);
    }

    /** One pass over a URL. */
    private static final class Reading {
        private final boolean jdbc;
        private final Map<ConnectionParameter, String> parameters = new EnumMap<>(ConnectionParameter.class);
        private final Map<String, String> driver = new LinkedHashMap<>();

        Reading(boolean jdbc) {
            this.jdbc = jdbc;
        }

        ConnectionUrl read(String text) {
            int question = text.indexOf('?');
            String place = question < 0 ? text : text.substring(0, question);
            int slash = place.indexOf('/');
            authority(slash < 0 ? place : place.substring(0, slash));
            if (slash >= 0) {
                put(ConnectionParameter.DBNAME, decode(place.substring(slash + 1), "the database's name"));
            }
            if (question >= 0) {
                query(text.substring(question + 1));
            }
            return new ConnectionUrl(parameters, driver);
        }

        private void authority(String text) {
            int at = text.lastIndexOf('@');
            if (at >= 0) {
                String login = text.substring(0, at);
                int colon = login.indexOf(':');
                put(ConnectionParameter.USER, decode(colon < 0 ? login : login.substring(0, colon), "the user's name"));
                if (colon >= 0) {
                    put(ConnectionParameter.PASSWORD, decode(login.substring(colon + 1), "the password"));
                }
            }
            servers(text.substring(at + 1));
        }

        private void servers(String text) {
            List<String> hosts = new ArrayList<>();
            List<String> ports = new ArrayList<>();
            for (String server : text.split(",", -1)) {
                boolean address = server.startsWith("[");
                int end = address ? closing(server) : server.indexOf(':');
                String host = end < 0 ? server : server.substring(0, end);
                String port = end < 0 || end == server.length() ? "" : server.substring(end + 1);
                if (!port.isEmpty() && !isPort(port)) {
                    throw malformed("what follows the host's colon is not a port (1 to 65535)", ESCAPES);
                }
                hosts.add(decode(address ? host.substring(1, host.length() - 1) : host, "the host"));
                ports.add(port);
            }
            put(ConnectionParameter.HOST, String.join(",", hosts));
            if (!ports.stream().allMatch(String::isEmpty)) {
                put(ConnectionParameter.PORT, String.join(",", ports));
            }
        }

        private static int closing(String server) {
            int end = server.indexOf(']') + 1;
            if (end == 0 || end < server.length() && server.charAt(end) != ':') {
                throw malformed(
                        "an address in brackets is not closed, or is followed by something else than a port",
                        "Write an IPv6 address as [::1]:5432.");
            }
            return end;
        }

        private void query(String text) {
            for (String pair : text.split("&", -1)) {
                if (pair.isEmpty()) {
                    continue;
                }
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals), "a parameter's name");
                if (equals < 0) {
                    throw malformed(
                            "one of its parameters has no value", "Write parameters as name=value, joined by &.");
                }
                parameter(name, decode(pair.substring(equals + 1), "a parameter's value"));
            }
        }

        private void parameter(String name, String value) {
            if (name.equals("ssl")) {
                ssl(value);
                return;
            }
            Optional<ConnectionParameter> known = jdbc ? ofDriver(name) : ConnectionParameter.named(name);
            if (known.isPresent()) {
                put(known.get(), value);
            } else if (jdbc && PGProperty.forName(name) != null) {
                driver.put(name, value);
            } else {
                throw unknown(name);
            }
        }

        /** JDBC's way to ask for encryption, which libpq reads too. */
        private void ssl(String value) {
            if (value.equals("true") || jdbc && value.isEmpty()) {
                parameters.putIfAbsent(ConnectionParameter.SSLMODE, jdbc ? "verify-full" : "require");
            } else if (!jdbc || !value.equals("false")) {
                throw malformed(
                        "its parameter ssl is not true",
                        "Say how to encrypt with sslmode, for example sslmode=verify-full.");
            }
        }

        private static Optional<ConnectionParameter> ofDriver(String name) {
            return Stream.of(ConnectionParameter.values())
                    .filter(parameter ->
                            parameter.driverProperty().filter(name::equals).isPresent()
                                    || name.equals(driverNameOf(parameter)))
                    .findFirst();
        }

        private static String driverNameOf(ConnectionParameter parameter) {
            return switch (parameter) {
                case USER, PASSWORD, SSLMODE, SSLROOTCERT, SERVICE -> parameter.keyword();
                case CONNECT_TIMEOUT -> "connectTimeout";
                case HOST -> "PGHOST";
                case PORT -> "PGPORT";
                case DBNAME -> "PGDBNAME";
                default -> "";
            };
        }

        private Failure unknown(String name) {
            List<String> names = (jdbc
                            ? Stream.of(PGProperty.values()).map(PGProperty::getName)
                            : Stream.of(ConnectionParameter.values()).map(ConnectionParameter::keyword))
                    .toList();
            String nearest = Spelling.nearest(name, names)
                    .map(found -> "Did you mean " + found + "?")
                    .orElse(
                            jdbc
                                    ? "See the connection properties of PostgreSQL's JDBC driver."
                                    : "See \"Parameter Key Words\" in PostgreSQL's manual, or check that a ? of the password is written as %3F.");
            return new Failure(
                    Outcome.USAGE,
                    EngineCodes.URL_PARAMETER,
                    "the connection URL has a parameter that is not known"
                            + (name.matches("[A-Za-z_]{2,40}") ? ": " + name : ""),
                    nearest);
        }

        private void put(ConnectionParameter parameter, String value) {
            if (!value.isEmpty()) {
                parameters.put(parameter, value);
            }
        }
    }

    static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65535;
    }

    private static String decode(String text, String what) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.put(bytes[i]);
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0 || high + low == 0) {
                throw malformed(
                        "a % in " + what + " is not followed by two hexadecimal digits of a character", ESCAPES);
            }
            decoded.put((byte) (high * 16 + low));
            i += 2;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
        } catch (CharacterCodingException notText) {
            throw malformed("the codes after % in " + what + " are not UTF-8", ESCAPES);
        }
    }
}
