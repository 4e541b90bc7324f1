package dev.underpin.spi.program;

import dev.underpin.spi.config.Described;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link Check} asks. */
public sealed interface Question {

    /** A query and what its result must be. */
    record Rows(Sql query, Expect expect) implements Question {}

    /**
     * Rows that should not be there. The first column of each says how many there are; that many need not be selected.
     */
    record Sample(Sql query) implements Question {}

    /** Statements tried as roles, each in a savepoint that is always rolled back. */
    record Matrix(List<Probe> probes) implements Question {
        public Matrix {
            probes = List.copyOf(probes);
        }
    }

    /** One cell of a {@link Matrix}. */
    record Probe(String title, Identity as, Sql statement, Outcome expected) {}

    /** A role with the claims of a request, as PostgREST and Supabase pass them. */
    @Described("Who asks: a role with the claims of a request, as PostgREST and Supabase pass them.")
    record Identity(
            @Described(value = "The role that is taken on.", example = "authenticated")
            String role,

            @Described(value = "The claims of the request's token.", example = "{ sub: u1 }", absent = "{}")
            Map<String, String> claims) {
        public Identity {
            claims = Map.copyOf(claims);
        }
    }

    /**
     * What a tried statement comes to.
     *
     * @param rows how many rows it returns or changes; given for ROWS only
     */
    record Outcome(Kind kind, Optional<Long> rows) {

        /** Kinds of outcome; a missing grant and a policy violation are told apart although both are 42501. */
        public enum Kind {
            ROWS,
            DENIED_BY_GRANT,
            DENIED_BY_POLICY,
            ERROR
        }

        public static Outcome rows(long count) {
            return new Outcome(Kind.ROWS, Optional.of(count));
        }
    }

    /** What the planner chooses for a statement. */
    record PlanShape(Sql statement, Optional<Identity> as, List<PlanExpectation> expectations) implements Question {
        public PlanShape {
            expectations = List.copyOf(expectations);
        }
    }

    /** A property of an execution plan. */
    sealed interface PlanExpectation {
        record UsesIndex(String index) implements PlanExpectation {}

        record NoSeqScanOn(String table) implements PlanExpectation {}

        record Prunes() implements PlanExpectation {}

        record NoJoin() implements PlanExpectation {}
    }

    /**
     * Whether names still denote the objects that an earlier {@link Identify} of the step noted.
     *
     * @param mayBeGone whether a name that denotes nothing any more is an answer, too
     */
    record Same(List<Named> objects, boolean mayBeGone) implements Question {

        public Same {
            objects = List.copyOf(objects);
        }
    }

    /** How long a statement takes at a percentile over several runs. */
    record Timing(Sql statement, Optional<Identity> as, int runs, int percentile, java.time.Duration below)
            implements Question {}
}
