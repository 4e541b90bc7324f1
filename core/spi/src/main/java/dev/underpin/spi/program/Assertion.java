package dev.underpin.spi.program;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.config.Slug;
import dev.underpin.spi.sql.SqlText;
import java.util.Optional;

/** A query of the plan's author with the answer that it must have. */
@Described("A query and the answer that it must have.")
public record Assertion(
        @Described(value = "Names it in reports.", example = "no-orphans")
        Optional<Slug> id,

        @Described(
                value = "One query; it runs read-only.",
                example = "SELECT count(*) FROM messages WHERE chat_room_id IS NULL")
        SqlText sql,

        @Described(value = "The answer that it must have.", example = "{ value: 0 }")
        Expectation expect,

        @Described(value = "What the reader should do if the answer is another.", example = "Delete the orphans first.")
        Optional<String> remedy) {

    public Assertion {
        if (sql.statements().size() != 1) {
            throw new InvalidConfig(
                    "sql",
                    "one query is expected, these are " + sql.statements().size(),
                    "Make it one.");
        }
        if (!sql.isQuery()) {
            throw new InvalidConfig(
                    "sql",
                    "only a query can be asked",
                    "Begin it with SELECT, WITH, VALUES or TABLE: it runs read-only.");
        }
    }
}
