package dev.underpin.plan;

import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.StepType;
import dev.underpin.spi.config.ByteSize;
import dev.underpin.spi.config.CalendarInterval;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.config.Percentage;
import dev.underpin.spi.program.Assertion;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Scalar;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlExpression;
import dev.underpin.spi.sql.SqlText;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Step types whose configurations use everything that a configuration can. */
public final class SamplePlugin implements StepPlugin {

    @Override
    public String namespace() {
        return "sample";
    }

    @Override
    public List<StepType<?, ?>> steps() {
        return List.of(
                new StepType<>("sample.index", "Has keys.", 1, 1, Index.class, Nothing.class, IndexStep.class),
                new StepType<>("sample.types", "Has each type.", 1, 1, Types.class, Nothing.class, TypesStep.class),
                new StepType<>("sample.run", "Has SQL.", 1, 1, Run.class, Nothing.class, RunStep.class));
    }

    public record Nothing() {}

    @Described(value = "An index.", example = "{ table: messages, keys: [ { column: id } ] }")
    public record Index(
            @Described(value = "The table.", example = "messages")
            QualifiedName table,

            @Described(value = "The keys.", example = "[ { column: id } ]")
            List<Key> keys,

            @Described(value = "More columns.", example = "[user_id]", absent = "[]")
            List<Identifier> include,

            @Described(value = "The access method.", example = "btree", absent = "btree")
            String method,

            @Described(value = "Which rows.", example = "id > 0")
            Optional<SqlText> where,

            @Described(value = "Patience.", example = "2h", absent = "2h")
            Duration maxWait) {

        public Index {
            if (keys.isEmpty()) {
                throw new InvalidConfig("keys", "an index has at least one key", "Name a column.");
            }
        }
    }

    @Described("A key of an index.")
    public record Key(
            @Described(value = "A column.", example = "id") Optional<Identifier> column,

            @Described(value = "An expression.", example = "lower(type)")
            Optional<SqlText> expression,

            @Described(value = "The direction.", example = "desc", absent = "asc")
            Order order) {

        public Key {
            if (column.isPresent() == expression.isPresent()) {
                throw new InvalidConfig("", "a key is a column or an expression", "Give one of them.");
            }
        }
    }

    public enum Order {
        ASC,
        DESC,
        NOT_AT_ALL
    }

    @Described("One of each.")
    public record Types(
            @Described(value = "Text.", example = "a") Optional<String> text,

            @Described(value = "A whole.", example = "1", absent = "7")
            int whole,

            @Described(value = "A large whole.", example = "1")
            Optional<Long> large,

            @Described(value = "A number.", example = "1.5") Optional<BigDecimal> number,
            @Described(value = "A double.", example = "1.5") Optional<Double> fraction,

            @Described(value = "Truth.", example = "true", absent = "false")
            boolean truth,

            @Described(value = "A duration.", example = "10s")
            Optional<Duration> duration,

            @Described(value = "An interval.", example = "1 month")
            Optional<CalendarInterval> interval,

            @Described(value = "A size.", example = "10GB") Optional<ByteSize> size,
            @Described(value = "A share.", example = "60%") Optional<Percentage> share,
            @Described(value = "A zone.", example = "UTC") Optional<ZoneId> zone,

            @Described(value = "A date.", example = "2024-01-31")
            Optional<LocalDate> date,

            @Described(value = "An id.", example = "00000000-0000-0000-0000-000000000000")
            Optional<UUID> uuid,

            @Described(value = "A choice.", example = "asc") Optional<Order> order,

            @Described(value = "A table.", example = "chat.messages")
            Optional<QualifiedName> table,

            @Described(value = "Tables.", example = "[a]", absent = "[]")
            Set<QualifiedName> tables,

            @Described(value = "Anything.", example = "no") Optional<Scalar> any,

            @Described(value = "Values by name.", example = "{ a: [b] }", absent = "{}")
            Map<String, List<Scalar>> values,

            @Described(value = "Sizes by choice.", example = "{ asc: 1 }", absent = "{}")
            Map<Order, Integer> byOrder,

            @Described(value = "One of two.", example = "{ hash: { partitions: 8 } }")
            Optional<Division> by,

            @Described(value = "What happens to others.", key = "default", example = "none")
            Optional<String> defaults,

            @Described(value = "An expression.", example = "id > 0")
            Optional<SqlExpression> expression,

            @Described(value = "Expressions.", example = "[id > 0]", absent = "[]")
            List<SqlExpression> expressions) {}

    @Described("How to divide.")
    public sealed interface Division {}

    @Described("By ranges.")
    public record Range(
            @Described(value = "The column.", example = "created_at")
            Identifier column) implements Division {}

    @Described("By hashes.")
    public record Hash(
            @Described(value = "How many.", example = "8") int partitions) implements Division {
        public Hash {
            if (partitions < 1) {
                throw new IllegalArgumentException("there is at least one partition");
            }
        }
    }

    @Described("SQL.")
    public record Run(
            @Described(value = "Statements.", example = "[SELECT 1]")
            List<SqlText> apply,

            @Described(value = "Checks.", example = "[]", absent = "[]")
            List<Assertion> verify) {}

    private abstract static class Inert<C extends Record> implements Step<C, Nothing> {

        @Override
        public Inspection precheck(C config, StepContext context) {
            return Inspection.CLEAN;
        }

        @Override
        public Nothing remember(C config, StepContext context) {
            return new Nothing();
        }

        @Override
        public Program apply(C config, Nothing memory, StepContext context) {
            return Program.EMPTY;
        }

        @Override
        public List<Check> verify(C config, Nothing memory, StepContext context) {
            return List.of();
        }
    }

    static final class IndexStep extends Inert<Index> {
        @Inject
        IndexStep() {}
    }

    static final class TypesStep extends Inert<Types> {
        @Inject
        TypesStep() {}
    }

    static final class RunStep extends Inert<Run> {
        @Inject
        RunStep() {}
    }
}
