package dev.underpin.report;

/**
 * The server and database that a command works on; without any secret.
 *
 * @param dialect the id of the dialect that the server speaks
 */
public record ServerTarget(
        String host, int port, String database, String user, String serverVersion, String dialect, boolean standby) {}
