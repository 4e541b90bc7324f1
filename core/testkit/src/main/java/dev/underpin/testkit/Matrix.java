package dev.underpin.testkit;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether everything is tried on all majors ({@code -Pmatrix}, which sets the system property {@code underpin.matrix}), or on few. */
public final class Matrix {

    private static final boolean WHOLE = Boolean.getBoolean("underpin.matrix");

    private static final int EIGHTH = 8;

    private Matrix() {}

    /** For what an ordinary run tries with less. */
    public static boolean isWhole() {
        return WHOLE;
    }

    /** Those of the majors on which a test is tried: each, or the one that its name leads to. */
    static List<Integer> of(List<Integer> majors, String test) {
        return each(WHOLE ? andNewer(majors) : majors, test);
    }

    /** The majors for what an ordinary run tries on one: all of them, or that of {@link PostgresServer#shared()}. */
    public static List<Integer> majors() {
        return WHOLE
                ? andNewer(PostgresServer.MAJORS)
                : List.of(PostgresServer.shared().major());
    }

    /** The servers for what an ordinary run tries on {@link PostgresServer#shared()} alone. */
    public static Stream<PostgresServer> servers() {
        return WHOLE ? majors().stream().map(PostgresServer::major) : Stream.of(PostgresServer.shared());
    }

    /** What is tried with each: all of them, or the one that the test's name leads to. */
    public static <T> List<T> each(List<T> all, String test) {
        return WHOLE ? all : List.of(all.get(Math.floorMod(test.hashCode(), all.size())));
    }

    /** What is tried one by one: all, or every eighth, from one on that the test's name leads to, and the last; of few, one before the last. */
    public static <T> List<T> some(List<T> all, String test) {
        if (WHOLE) {
            return all;
        }
        int first = Math.floorMod(test.hashCode(), Math.max(1, Math.min(EIGHTH, all.size() - 1)));
        return IntStream.range(0, all.size())
                .filter(i -> i % EIGHTH == first || i == all.size() - 1)
                .mapToObj(all::get)
                .toList();
    }

    /** What holds on the newest major is tried on each newer one that there are binaries of. */
    static List<Integer> andNewer(List<Integer> majors) {
        int newest = Collections.max(PostgresServer.MAJORS);
        return majors.contains(newest)
                ? Stream.concat(majors.stream(), PostgresBinaries.newerThan(newest).stream())
                        .toList()
                : majors;
    }

    /** All of the majors, or the few that an ordinary run tries. */
    public static List<Integer> majors(List<Integer> all, List<Integer> few) {
        return WHOLE ? all : few;
    }
}
