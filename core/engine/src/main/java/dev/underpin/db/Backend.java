package dev.underpin.db;

/**
 * A server process, and no other that has got its number since.
 *
 * @param pid its number, as the server numbers it
 * @param started when it began, as the server prints it
 */
public record Backend(int pid, String started) {}
