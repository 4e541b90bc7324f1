package dev.underpin.steps;

import dev.underpin.spi.BatchPace;
import dev.underpin.spi.Impact;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Column;
import dev.underpin.spi.catalog.Constraint;
import dev.underpin.spi.catalog.RelationKind;
import dev.underpin.spi.catalog.Role;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.dialect.BackfillStatements;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.program.Assertion;
import dev.underpin.spi.program.Batches;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Chunks;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.require.Requirement;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.Identifier;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.sql.SqlText;
import dev.underpin.spi.sql.SqlText.Placeholder;
import dev.underpin.spi.sql.SqlToken;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code sql.batches}: a statement for one range of keys after another, each committed with its checkpoint. */
public final class RunSqlInBatches implements Step<RunSqlInBatches.Config, Nothing> {

    private static final List<String> WRITES = List.of("INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "SELECT");

    @Described(value = "A statement that writes rows, for one range of a table's keys after another.", example = """
                    table: public.messages
                    statement: UPDATE messages SET lang = 'en' WHERE id BETWEEN :from AND :to AND lang IS NULL
                    rollback: [nothing]
                    """)
    public record Config(
            @Described(value = "The table whose keys are walked, in their order.", example = "public.messages")
            QualifiedName table,

            @Described(
                    value = "The columns of a unique index without NULL; without them, the primary key.",
                    example = "[id]",
                    absent = "[]")
            List<Identifier> key,

            @Described(
                    value =
                            "The statement. :from and :to stand for the first and the last key of a range, both of which belong to it;"
                                    + " with several columns, for a list: (a, b) >= (:from) AND (a, b) <= (:to).",
                    example = "DELETE FROM messages WHERE id BETWEEN :from AND :to AND deleted")
            SqlText statement,

            @Described(
                    value =
                            "A statement of the same form that takes it back, or [nothing] if nothing has to be taken back. Without it the"
                                    + " step cannot be rolled back, which the plan must accept with irreversible: accepted.",
                    example = "[ UPDATE messages SET lang = NULL WHERE id BETWEEN :from AND :to ]",
                    absent = "[]")
            List<SqlText> rollback,

            @Described(
                    value = "Questions that must be answered as expected afterwards.",
                    example = "[ { sql: SELECT count(*) FROM messages WHERE lang IS NULL, expect: { value: 0 } } ]",
                    absent = "[]")
            List<Assertion> verify,

            @Described(value = "How fast rows may be written.", example = "{ targetBatchTime: 500ms }", absent = "{}")
            BatchPace pace) {

        public Config {
            key = List.copyOf(key);
            rollback = List.copyOf(rollback);
            verify = List.copyOf(verify);
            requireRange("statement", List.of(statement));
            if (!PlannedRollback.isNothing(rollback)) {
                if (rollback.size() > 1) {
                    throw new InvalidConfig(
                            "rollback", "one statement is run for each range", "Give one, or [nothing].");
                }
                requireRange("rollback", rollback);
            }
            if (pace.workers() != 1) {
                throw new InvalidConfig(
                        "pace", "keys are walked in their order, by one connection", "Leave workers out.");
            }
        }

        private static void requireRange(String component, List<SqlText> texts) {
            for (SqlText text : texts) {
                Set<String> names =
                        text.placeholders().stream().map(Placeholder::name).collect(Collectors.toSet());
                if (text.statements().size() != 1 || !names.equals(Set.of("from", "to"))) {
                    throw new InvalidConfig(
                            component,
                            "it is not one statement with :from and :to",
                            "Say, for instance: WHERE id BETWEEN :from AND :to.");
                }
                String first = SqlToken.firstWord(text.text()).orElse("").toUpperCase(Locale.ROOT);
                if (!WRITES.contains(first)) {
                    throw new InvalidConfig(
                            component,
                            first + " does not write rows",
                            "Write it as sql.run, or begin with one of " + String.join(", ", WRITES) + ".");
                }
            }
        }
    }

    @Inject
    public RunSqlInBatches() {}

    @Override
    public Inspection precheck(Config config, StepContext context) {
        List<Finding> findings = new ArrayList<>(Requirement.unmet(
                context, Requirements.exists(config.table(), RelationKind.TABLE, RelationKind.PARTITIONED_TABLE)));
        if (findings.isEmpty() && key(config, context.catalog()).isEmpty()) {
            findings.add(Finding.error(
                    Codes.NO_KEY,
                    config.table() + " has no "
                            + (config.key().isEmpty()
                                    ? "primary key"
                                    : "unique index without NULL on "
                                            + config.key().stream()
                                                    .map(Identifier::toString)
                                                    .collect(Collectors.joining(", "))),
                    "Name in key the columns of a unique index without NULL, in its order."));
        }
        if (findings.isEmpty()) {
            findings.addAll(untold(config, context));
            findings.addAll(hidden(config, context));
        }
        return Inspection.of(findings);
    }

    private record Name(String name) {}

    private static List<Finding> untold(Config config, StepContext context) {
        List<String> names =
                key(config, context.catalog()).stream().map(Column::name).toList();
        BackfillStatements statements = context.dialect().statements(BackfillStatements.class);
        return context.ask("incomparable", statements.incomparable(config.table(), names), Name.class).stream()
                .map(found -> Finding.error(
                        Codes.NO_KEY,
                        found.name() + " of " + config.table() + " is of a row type: no range of such keys can be told",
                        "Name another key, or write the statement as sql.run."))
                .toList();
    }

    /** The tool's sessions fail rather than leave rows out. */
    private static List<Finding> hidden(Config config, StepContext context) {
        Table table = context.catalog().table(config.table()).orElseThrow();
        String us = context.catalog().principal().name();
        boolean seesAll = context.catalog().role(us).filter(Role::seesAllRows).isPresent();
        boolean applies = table.rowSecurity().enabled()
                && (table.rowSecurity().forced()
                        || !Requirements.owned(config.table()).unmet(context).isEmpty());
        return applies && !seesAll
                ? List.of(Finding.error(
                        Codes.NOT_ALL_ROWS,
                        "row level security of " + config.table() + " applies to " + us + ", who does not see all rows",
                        "Say NO FORCE ROW LEVEL SECURITY meanwhile, run the plan as the table's owner, or give " + us
                                + " BYPASSRLS."))
                : List.of();
    }

    /** Empty if the columns are no key. */
    private static List<Column> key(Config config, Catalog catalog) {
        Optional<Table> table = catalog.table(config.table());
        List<String> names = config.key().isEmpty()
                ? table.flatMap(Table::primaryKey).map(Constraint::columns).orElse(List.of())
                : config.key().stream().map(Identifier::name).toList();
        boolean unique = table.stream()
                .flatMap(found -> found.indexes().stream())
                .anyMatch(index -> index.identifiesRows() && index.keys().equals(names));
        List<Column> columns = table.map(found -> names.stream()
                        .flatMap(name -> found.column(name).stream())
                        .toList())
                .orElse(List.of());
        return unique && columns.size() == names.size() && columns.stream().allMatch(Column::notNull)
                ? columns
                : List.of();
    }

    @Override
    public Nothing remember(Config config, StepContext context) {
        return new Nothing();
    }

    @Override
    public Program apply(Config config, Nothing memory, StepContext context) {
        Undo undo = PlannedRollback.isNothing(config.rollback())
                ? Undo.HARMLESS
                : config.rollback().isEmpty()
                        ? new Undo.Irreversible(PlannedRollback.NONE)
                        : Undo.by(batches(
                                "rollback", "Take back", config.rollback().get(0), config, Undo.NONE, context));
        return Program.of(batches("run", "Run", config.statement(), config, undo, context));
    }

    private static Batches batches(
            String key, String verb, SqlText statement, Config config, Undo undo, StepContext context) {
        List<Column> columns = key(config, context.catalog());
        return new Batches(
                key,
                verb + ": " + Statements.brief(statement.statements().get(0)),
                new Chunks.Keys(
                        config.table(), columns.stream().map(Column::name).toList()),
                List.of(),
                List.of(
                        context.dialect().statements(BackfillStatements.class).giveWay(),
                        bound(statement.statements().get(0), columns).locking(config.table(), LockMode.ROW_EXCLUSIVE)),
                config.pace().pace(),
                undo);
    }

    /** With the bounds of each column in the place of {@code :from} and {@code :to}. */
    private static Sql bound(String statement, List<Column> columns) {
        StringBuilder text = new StringBuilder();
        List<Sql.Param> params = new ArrayList<>();
        int copied = 0;
        for (Placeholder placeholder : SqlText.placeholders(statement)) {
            text.append(statement, copied, placeholder.start());
            IntStream.range(0, columns.size()).forEach(i -> {
                String name = placeholder.name() + "_" + (i + 1);
                text.append(i == 0 ? "" : ", ");
                params.add(new Sql.Param(name, columns.get(i).type(), text.length(), Optional.empty()));
                text.append(':').append(name);
            });
            copied = placeholder.end();
        }
        text.append(statement, copied, statement.length());
        return new Sql(text.toString(), params, List.of(), Sql.Author.PLAN);
    }

    @Override
    public Impact impact(Config config, Nothing memory, StepContext context) {
        return Impact.of("the plan's statement is run for all keys of " + config.table() + ", whatever it does")
                .storingSomething();
    }

    /** Rows are written, and nothing else. */
    @Override
    public Optional<Catalog> predict(Config config, Nothing memory, Catalog before) {
        return Optional.of(before);
    }

    @Override
    public List<Check> verify(Config config, Nothing memory, StepContext context) {
        return IntStream.range(0, config.verify().size())
                .mapToObj(i ->
                        Questions.check("verify-" + (i + 1), config.verify().get(i), Codes.NOT_VERIFIED))
                .toList();
    }
}
