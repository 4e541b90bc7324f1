package dev.underpin.steps;

import dev.underpin.spi.Impact;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.config.ParameterName;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.RefusedException;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Assertion;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlQuery;
import dev.underpin.spi.sql.SqlText;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** Runs what the plan's author wrote. The tool cannot know what it changes, so it believes what the author says of it. */
public final class RunSql implements Step<RunSql.Config, Captured> {

    /** The default; who asks for more is told what it means. */
    private static final Duration USUAL_HOLD = Duration.ofSeconds(5);

    @Described(value = "Statements, how to see that they worked, and what takes them back.", example = """
                    apply: [ "CREATE TYPE mood AS ENUM ('good', 'bad')" ]
                    verify: [ { sql: SELECT count(*) FROM unnest(enum_range(NULL::mood)), expect: { value: 2 } } ]
                    rollback: [ DROP TYPE mood ]
                    """)
    public record Config(
            @Described(
                    value = "The statements, in order; an item may hold several.",
                    example = "[ \"CREATE TYPE mood AS ENUM ('good', 'bad')\" ]")
            List<SqlText> apply,

            @Described(
                    value = "Questions that must be answered as expected afterwards.",
                    example = "[ { sql: SELECT count(*) FROM unnest(enum_range(NULL::mood)), expect: { value: 2 } } ]",
                    absent = "[]")
            List<Assertion> verify,

            @Described(
                    value =
                            "The statements that take it back, in order; they may use what was captured, as :name. [nothing] says that"
                                    + " nothing has to be taken back. Without any the step cannot be rolled back, which the plan must"
                                    + " accept with irreversible: accepted.",
                    example = "[ DROP TYPE mood ]",
                    absent = "[]")
            List<SqlText> rollback,

            @Described(
                    value =
                            "Values that rollback needs, each the answer of a query before anything is run; one row with one value.",
                    example = "{ keep: SELECT setting FROM options WHERE name = 'keep' }",
                    absent = "{}")
            SortedMap<ParameterName, SqlQuery> capture,

            @Described(
                    value = "Whether the statements take effect together or not at all. false for those that the server"
                            + " refuses inside a transaction, such as CREATE INDEX CONCURRENTLY or VACUUM; each is then run by"
                            + " itself.",
                    example = "true",
                    absent = "true")
            boolean transaction,

            @Described(
                    value = "How long the transaction may hold its locks, from the first to the commit.",
                    example = "5s",
                    absent = "5s")
            Duration maxHold,

            @Described(
                    value =
                            "All tables that the statements lock more strongly than writers do. It is believed, and looked at before the commit:"
                                    + " what locks more is taken back. Without it, they count as locking everything.",
                    example = "[ { table: public.messages, mode: accessExclusive } ]")
            Optional<List<LockConfig>> locks,

            @Described(
                    value =
                            "With transaction: false and one statement, a query for true or false: whether the statement has"
                                    + " taken effect. Without it, an interrupted run cannot know that (unless it is"
                                    + " VACUUM or ANALYZE, which is run again), and stops until somebody tells it with"
                                    + " --assume-done or --assume-not-done.",
                    example = "SELECT to_regclass('messages_idx') IS NOT NULL")
            Optional<SqlQuery> done) {

        public Config {
            apply = List.copyOf(apply);
            verify = List.copyOf(verify);
            rollback = List.copyOf(rollback);
            if (apply.isEmpty()) {
                throw new InvalidConfig("apply", "there is nothing to run", "Give at least one statement.");
            }
            if (maxHold.isZero() || maxHold.isNegative()) {
                throw new InvalidConfig("maxHold", "nothing can be done in no time", "Give a duration such as 5s.");
            }
            Statements.require("apply", apply, transaction);
            if (!PlannedRollback.isNothing(rollback)) {
                Statements.require("rollback", rollback, transaction);
            }
            PlannedRollback.requireKnown(
                    rollback, capture.keySet().stream().map(ParameterName::text).toList());
            locks = locks.map(List::copyOf);
            if (locks.isPresent() && !transaction) {
                throw new InvalidConfig(
                        "locks",
                        "a statement by itself has ended before its locks could be looked at",
                        "Leave it out, or say transaction: true.");
            }
            requireSenseOfDone(apply, transaction, done);
        }

        private static void requireSenseOfDone(List<SqlText> apply, boolean transaction, Optional<SqlQuery> done) {
            if (done.isPresent() && transaction) {
                throw new InvalidConfig(
                        "done",
                        "a transaction's success is in the journal, nothing has to be asked",
                        "Take done away, or say transaction: false.");
            }
            if (done.isPresent() && Statements.of(apply).size() > 1) {
                throw new InvalidConfig(
                        "done",
                        "one question cannot tell which of several statements have taken effect",
                        "Make a step of each statement, with its own done.");
            }
            if (!transaction
                    && new HashSet<>(Statements.of(apply)).size()
                            < Statements.of(apply).size()) {
                throw new InvalidConfig("apply", "the same statement is there twice", "Make a step of each.");
            }
        }

        List<String> statements() {
            return Statements.of(apply);
        }
    }

    @Described("A table and how strongly it is locked.")
    public record LockConfig(
            @Described(value = "The table.", example = "public.messages")
            QualifiedName table,

            @Described(value = "The mode.", example = "accessExclusive")
            LockMode mode) {}

    private record Answer(Optional<String> value) {}

    @Inject
    public RunSql() {}

    @Override
    public Inspection precheck(Config config, StepContext context) {
        return config.transaction() && config.maxHold().compareTo(USUAL_HOLD) > 0
                ? Inspection.of(List.of(Finding.note(
                        Codes.LONG_HOLD,
                        "whoever reads or writes what the statements lock may wait for them for up to "
                                + config.maxHold().toMillis() + " ms: maxHold, not lockTimeout ("
                                + context.settings().lockTimeout().toMillis() + " ms), is the bound of this step",
                        "Give maxHold what applications can bear.")))
                : Inspection.CLEAN;
    }

    @Override
    public Captured remember(Config config, StepContext context) {
        Map<String, String> values = new HashMap<>();
        config.capture()
                .forEach((name, query) ->
                        captured(name, query, context).ifPresent(value -> values.put(name.text(), value)));
        return Captured.of(values);
    }

    private static Optional<String> captured(ParameterName name, SqlQuery query, StepContext context) {
        try {
            return context.ask(
                            "capture:" + name.text(),
                            context.dialect().sql("SELECT CAST(({0}) AS text)", Sql.queryOfPlan(query.text())),
                            Answer.class)
                    .get(0)
                    .value();
        } catch (ServerRefusal refusal) {
            throw new RefusedException(Finding.error(
                    Codes.NOT_CAPTURED,
                    "what is captured as " + name + " cannot be had: " + refusal.serverMessage() + "; nothing was run",
                    "Write a query that has one row with one value."));
        }
    }

    @Override
    public Program apply(Config config, Captured memory, StepContext context) {
        return config.transaction()
                ? Program.of(Together.of(config, memory, context.dialect()))
                : Program.of(new OneByOne(config, memory, context.dialect()).actions());
    }

    @Override
    public Impact impact(Config config, Captured memory, StepContext context) {
        int statements = config.apply().size();
        return Impact.of((statements == 1
                                ? "the plan's statement is run"
                                : "the plan's " + statements + " statements are run")
                        + ", whatever they do")
                .storingSomething();
    }

    @Override
    public List<Check> verify(Config config, Captured memory, StepContext context) {
        return IntStream.range(0, config.verify().size())
                .mapToObj(i ->
                        Questions.check("verify-" + (i + 1), config.verify().get(i), Codes.NOT_VERIFIED))
                .toList();
    }
}
