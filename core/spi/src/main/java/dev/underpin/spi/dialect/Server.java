package dev.underpin.spi.dialect;

import java.util.Map;

/**
 * What a server says of itself.
 *
 * @param version as {@code server_version_num}, for example 170011
 * @param versionText for people
 * @param banner what {@code version()} says
 * @param settings that tell products and their operators apart, by name: {@code cluster_name}, {@code in_recovery},
 *     {@code transaction_read_only}
 */
public record Server(int version, String versionText, String banner, Map<String, String> settings) {

    /** For dialects; whoever wants to know what the server can do asks its dialect for capabilities. */
    public int major() {
        return version / 10_000;
    }

    /** Whether its major version is that or a later one. */
    public boolean isAtLeast(int wanted) {
        return major() >= wanted;
    }
}
