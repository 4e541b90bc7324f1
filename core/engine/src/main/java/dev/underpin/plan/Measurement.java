package dev.underpin.plan;

import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.config.Percentage;
import dev.underpin.spi.config.Slug;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.SqlText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A query that is timed before the first step and after the last. */
@Described("A query that is timed before the first step and after the last.")
public record Measurement(
        @Described(value = "Names it in the report.", example = "recent-messages")
        Slug id,

        @Described(
                value = "The query; :name stands for a column of the samples.",
                example = "SELECT * FROM messages WHERE chat_room_id = :room ORDER BY created_at DESC LIMIT 50")
        SqlText sql,

        @Described(
                value = "A query whose rows are bound to the query's placeholders, one row a run, in turn.",
                example = "SELECT DISTINCT chat_room_id AS room FROM messages LIMIT 50")
        Optional<SqlText> samples,

        @Described(value = "Who asks; without it, the plan's own user.", example = "{ role: app, claims: { sub: u1 } }")
        Optional<Question.Identity> as,

        @Described(value = "How often the query is run.", example = "200", absent = "100")
        int runs,

        @Described(
                value = "What must be true after the last step.",
                example = "{ p95Below: 20ms, usesIndex: idx_messages_room_created }",
                absent = "{}")
        Expected expect) {

    /** What a measurement must show after the last step. */
    @Described("What the measurement must show after the last step.")
    public record Expected(
            @Described(value = "The 95th percentile of the time that the client waits.", example = "20ms")
            Optional<Duration> p95Below,

            @Described(value = "The time that the server's executor takes.", example = "10ms")
            Optional<Duration> executionBelow,

            @Described(value = "How much the median must fall against the first measurement.", example = "60%")
            Optional<Percentage> improvesBy,

            @Described(
                    value = "An index, or one of its partitions' indexes, that the planner must choose.",
                    example = "idx_messages_room_created")
            Optional<Identifier> usesIndex,

            @Described(
                    value = "Whether partitions must be left out, by the planner or at run time.",
                    example = "true",
                    absent = "false")
            boolean prunes,

            @Described(value = "Tables that must not be read from end to end.", example = "[messages]", absent = "[]")
            List<Identifier> noSeqScanOn,

            @Described(value = "Whether the plan must do without a join.", example = "true", absent = "false")
            boolean noJoin) {

        public Expected {
            noSeqScanOn = List.copyOf(noSeqScanOn);
        }
    }

    public Measurement {
        if (runs < 1) {
            throw new InvalidConfig("runs", "a query that is not run measures nothing", "Give at least 1.");
        }
        requireOne("sql", sql);
        samples.ifPresent(query -> requireOne("samples", query));
        if (samples.isEmpty() && !sql.placeholders().isEmpty()) {
            throw new InvalidConfig(
                    "sql",
                    ":" + sql.placeholders().get(0).name() + " stands for nothing, for there are no samples",
                    "Add samples: a query with a column of that name.");
        }
    }

    /** The one statement of {@link #sql}. */
    public String query() {
        return sql.statements().get(0);
    }

    private static void requireOne(String component, SqlText text) {
        if (text.statements().size() != 1) {
            throw new InvalidConfig(
                    component,
                    "one query is expected, these are " + text.statements().size(),
                    "Make it one.");
        }
        if (!text.isQuery()) {
            throw new InvalidConfig(
                    component,
                    "only a query can be measured",
                    "Begin it with SELECT, WITH, VALUES or TABLE: it runs read-only.");
        }
    }
}
