package dev.underpin.spi.program;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import java.util.Optional;
import java.util.stream.Stream;

/** What a query in a plan must answer: exactly one of the ways to say it. */
@Described("What the query must answer; exactly one of the keys.")
public record Expectation(
        @Described(value = "The first column of the only row, as text.", example = "0")
        Optional<Scalar> value,

        @Described(value = "How many rows it returns.", example = "3")
        Optional<Long> rows,

        @Described(value = "That it returns no row; those that it returns are shown.", example = "true")
        Optional<Boolean> empty) {

    public Expectation {
        long given = Stream.of(value, rows, empty).filter(Optional::isPresent).count();
        if (given != 1) {
            throw new InvalidConfig(
                    "", "an expectation says one thing, this one says " + given, "Keep one of value, rows, empty.");
        }
        RowCount.require(rows, empty);
    }

    public static Expectation value(String text) {
        return new Expectation(Optional.of(new Scalar(text)), Optional.empty(), Optional.empty());
    }

    public static Expectation rows(long count) {
        return new Expectation(Optional.empty(), Optional.of(count), Optional.empty());
    }

    public Expect toExpect() {
        return value.<Expect>map(Expect::value).orElseGet(() -> new Expect.Count(rows.orElse(0L)));
    }
}
