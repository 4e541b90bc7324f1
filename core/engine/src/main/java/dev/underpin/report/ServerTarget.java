package dev.underpin.report;

/** The server and database that a command works on; without any secret. */
public record ServerTarget(
        String host, int port, String database, String user, String serverVersion, boolean standby) {}
