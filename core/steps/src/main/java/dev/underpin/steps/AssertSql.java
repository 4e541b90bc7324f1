package dev.underpin.steps;

import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.program.Assertion;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expectation;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.sql.SqlText;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Stops the plan at this place unless the data answers as expected. The answer may be another one later. */
public final class AssertSql implements Step<AssertSql.Config, Nothing> {

    @Described("A question and the answer that it must have when the plan arrives at it.")
    public record Config(
            @Described(
                    value = "One query; it runs when the steps before it are done.",
                    example = "SELECT count(*) FROM messages WHERE auth_user_id IS NULL")
            SqlText sql,

            @Described(value = "The answer that it must have.", example = "{ value: 0 }")
            Expectation expect,

            @Described(
                    value = "What the reader should do if the answer is another.",
                    example = "Fill auth_user_id first.")
            Optional<String> remedy) {

        public Config {
            assertion(sql, expect, remedy);
        }

        private static Assertion assertion(SqlText sql, Expectation expect, Optional<String> remedy) {
            return new Assertion(Optional.empty(), sql, expect, remedy);
        }

        Assertion assertion() {
            return assertion(sql, expect, remedy);
        }
    }

    @Inject
    public AssertSql() {}

    @Override
    public Inspection precheck(Config config, StepContext context) {
        return Inspection.CLEAN;
    }

    @Override
    public Nothing remember(Config config, StepContext context) {
        return new Nothing();
    }

    @Override
    public Program apply(Config config, Nothing memory, StepContext context) {
        Check check = Questions.check("assertion", config.assertion(), Codes.ASSERTION_MISSED);
        return Program.of(Transaction.of("assert", "Ask whether the plan may go on", Undo.NONE, check));
    }

    @Override
    public Optional<Catalog> predict(Config config, Nothing memory, Catalog before) {
        return Optional.of(before);
    }

    @Override
    public List<Check> verify(Config config, Nothing memory, StepContext context) {
        return List.of();
    }
}
