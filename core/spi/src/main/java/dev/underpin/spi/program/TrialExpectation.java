package dev.underpin.spi.program;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.program.Question.Outcome;
import java.util.Optional;
import java.util.stream.Stream;

/** What a statement that is tried as a role must come to: exactly one of the ways to say it. */
@Described("What the statement must come to; exactly one of the keys.")
public record TrialExpectation(
        @Described(value = "How many rows it returns or changes.", example = "3")
        Optional<Long> rows,

        @Described(value = "That it returns or changes no row.", example = "true")
        Optional<Boolean> empty,

        @Described(value = "That it is refused, for want of a grant or by a policy.", example = "policy")
        Optional<Denial> denied) {

    public enum Denial {
        GRANT,
        POLICY
    }

    public TrialExpectation {
        long given = Stream.of(rows, empty, denied).filter(Optional::isPresent).count();
        if (given != 1) {
            throw new InvalidConfig(
                    "", "an expectation says one thing, this one says " + given, "Keep one of rows, empty, denied.");
        }
        RowCount.require(rows, empty);
    }

    public Outcome toOutcome() {
        return denied.map(denial -> new Outcome(
                        denial == Denial.GRANT ? Outcome.Kind.DENIED_BY_GRANT : Outcome.Kind.DENIED_BY_POLICY,
                        Optional.empty()))
                .orElseGet(() -> Outcome.rows(rows.orElse(0L)));
    }
}
