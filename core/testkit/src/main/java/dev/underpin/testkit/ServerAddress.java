package dev.underpin.testkit;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** How a server is reached, as a role that may create databases and roles. */
record ServerAddress(String host, int port, String user, String password, String maintenanceDatabase) {

    private static final int DEFAULT_PORT = 5432;

    /** Reads {@code postgresql://user:password@host:port/database}, with or without {@code jdbc:} and with user and password as parameters. */
    static ServerAddress parse(String url) {
        String plain = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
        if (!plain.startsWith("postgresql://") && !plain.startsWith("postgres://")) {
            throw new IllegalArgumentException("a test server's URL starts with postgresql:// or jdbc:postgresql://");
        }
        String asJdbc = "jdbc:postgresql:" + withoutUserInfo(plain);
        Properties properties = org.postgresql.Driver.parseURL(asJdbc, new Properties());
        if (properties == null) {
            throw new IllegalArgumentException(
                    "a test server's URL has the form postgresql://user:password@host:port/database");
        }
        String[] userInfo = userInfo(plain);
        return new ServerAddress(
                properties.getProperty("PGHOST", "localhost"),
                Integer.parseInt(properties.getProperty("PGPORT", String.valueOf(DEFAULT_PORT))),
                userInfo[0].isEmpty() ? properties.getProperty("user", "postgres") : userInfo[0],
                userInfo[1].isEmpty() ? properties.getProperty("password", "") : userInfo[1],
                properties.getProperty("PGDBNAME", "postgres"));
    }

    String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + encode(database) + "?user=" + encode(user)
                + (password.isEmpty() ? "" : "&password=" + encode(password));
    }

    String url(String database) {
        return "postgresql://" + encode(user) + (password.isEmpty() ? "" : ":" + encode(password)) + "@" + host + ":"
                + port + "/" + encode(database);
    }

    ServerAddress as(String otherUser, String otherPassword) {
        return new ServerAddress(host, port, otherUser, otherPassword, maintenanceDatabase);
    }

    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database));
    }

    private static String withoutUserInfo(String url) {
        String rest = url.substring(url.indexOf("//"));
        String authority = URI.create(url).getRawAuthority();
        int at = authority == null ? -1 : authority.indexOf('@');
        return at < 0 ? rest : "//" + rest.substring("//".length() + at + 1);
    }

    private static String[] userInfo(String url) {
        String raw = URI.create(url).getRawUserInfo();
        if (raw == null) {
            return new String[] {"", ""};
        }
        String[] parts = raw.split(":", 2);
        return new String[] {decode(parts[0]), parts.length == 2 ? decode(parts[1]) : ""};
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String decode(String text) {
        return java.net.URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
