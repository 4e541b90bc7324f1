package dev.underpin.db;

/**
 * A server process, and no other that has got its number since.
 *
 * @param started when it began, in seconds as the server prints them
 */
public record Backend(int pid, String started) {}
