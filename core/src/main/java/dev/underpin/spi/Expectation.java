package dev.underpin.spi;

import dev.underpin.spi.Question.Outcome;
import java.util.Optional;
import java.util.stream.Stream;

/** What a statement in a plan must come to: exactly one of the ways to say it. */
@Described("What the statement must come to; exactly one of the keys.")
public record Expectation(
        @Described(value = "The first column of the only row, as text.", example = "0")
        Optional<Scalar> value,

        @Described(value = "How many rows it returns or changes.", example = "3")
        Optional<Long> rows,

        @Described(value = "That it returns no row; those that it returns are shown.", example = "true")
        Optional<Boolean> empty,

        @Described(value = "That it is refused, for want of a grant or by a policy.", example = "policy")
        Optional<Denial> denied) {

    public enum Denial {
        GRANT,
        POLICY
    }

    public Expectation {
        long given = Stream.of(value, rows, empty, denied)
                .filter(Optional::isPresent)
                .count();
        if (given != 1) {
            throw new InvalidConfig(
                    "",
                    "an expectation says one thing, this one says " + given,
                    "Keep one of value, rows, empty, denied.");
        }
        if (rows.isPresent() && rows.get() < 0) {
            throw new InvalidConfig("rows", "a number of rows cannot be negative", "Give 0 or more.");
        }
        if (empty.isPresent() && !empty.get()) {
            throw new InvalidConfig("empty", "empty: false says nothing of use", "Say rows: and how many.");
        }
    }

    public static Expectation value(String text) {
        return new Expectation(Optional.of(new Scalar(text)), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static Expectation rows(long count) {
        return new Expectation(Optional.empty(), Optional.of(count), Optional.empty(), Optional.empty());
    }

    /** Of a query's rows; a refusal is no answer to a query. */
    public Expect toExpect() {
        if (denied.isPresent()) {
            throw new InvalidConfig(
                    "denied", "a query that is refused asserts nothing here", "Use value, rows or empty.");
        }
        return value.<Expect>map(Expect::value).orElseGet(() -> new Expect.Count(rows.orElse(0L)));
    }

    /** Of a statement tried as a role. */
    public Outcome toOutcome() {
        if (value.isPresent()) {
            throw new InvalidConfig("value", "only rows are counted here", "Use rows, empty or denied.");
        }
        return denied.map(denial -> new Outcome(
                        denial == Denial.GRANT ? Outcome.Kind.DENIED_BY_GRANT : Outcome.Kind.DENIED_BY_POLICY,
                        Optional.empty()))
                .orElseGet(() -> Outcome.rows(rows.orElse(0L)));
    }
}
