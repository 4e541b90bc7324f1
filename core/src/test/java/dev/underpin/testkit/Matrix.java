package dev.underpin.testkit;

import java.util.List;
import java.util.stream.Stream;

/** Whether everything is tried on all majors ({@code -Pmatrix}, which sets the system property {@code underpin.matrix}), or on few. */
public final class Matrix {

    private static final boolean WHOLE = Boolean.getBoolean("underpin.matrix");

    private Matrix() {}

    /** Those of the majors on which a test is tried: each, or the one that its name leads to. */
    static List<Integer> of(List<Integer> majors, String test) {
        return WHOLE ? majors : List.of(majors.get(Math.floorMod(test.hashCode(), majors.size())));
    }

    /** The majors for what an ordinary run tries on one: all of them, or that of {@link PostgresServer#shared()}. */
    public static List<Integer> majors() {
        return WHOLE ? PostgresServer.MAJORS : List.of(PostgresServer.shared().major());
    }

    /** The servers for what an ordinary run tries on {@link PostgresServer#shared()} alone. */
    public static Stream<PostgresServer> servers() {
        return WHOLE ? PostgresServer.MAJORS.stream().map(PostgresServer::major) : Stream.of(PostgresServer.shared());
    }

    /** All of the majors, or the few that an ordinary run tries. */
    public static List<Integer> majors(List<Integer> all, List<Integer> few) {
        return WHOLE ? all : few;
    }
}
