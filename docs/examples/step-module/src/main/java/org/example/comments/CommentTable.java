package org.example.comments;

import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Check.OnMiss;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.Inspection;
import dev.underpin.spi.config.InvalidConfig;
import dev.underpin.spi.program.Program;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.Step;
import dev.underpin.spi.StepContext;
import dev.underpin.spi.program.Transaction;
import dev.underpin.spi.program.Undo;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.catalog.Table;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Sets the comment of a table. */
public final class CommentTable implements Step<CommentTable.Config, CommentTable.Memory> {

    @Described("A table and what its comment shall be.")
    public record Config(
            @Described(value = "The table.", example = "public.messages")
            QualifiedName table,

            @Described(value = "The comment.", example = "What people said to each other.")
            String text) {

        public Config {
            if (text.isBlank()) {
                throw new InvalidConfig("text", "an empty comment is none", "Say something.");
            }
        }
    }

    /** The comment before. */
    public record Memory(Optional<String> comment) {}

    @Inject
    public CommentTable() {}

    @Override
    public Inspection precheck(Config config, StepContext context) {
        Optional<Table> table = context.catalog().table(config.table());
        return table.isPresent()
                ? Inspection.CLEAN
                : Inspection.of(List.of(Finding.error(
                        "comments.no-table",
                        "there is no table " + config.table(),
                        "Correct the name, or create the table first.")));
    }

    @Override
    public Memory remember(Config config, StepContext context) {
        return new Memory(context.catalog().table(config.table()).flatMap(Table::comment));
    }

    @Override
    public Program apply(Config config, Memory memory, StepContext context) {
        Undo undo = Undo.by(Transaction.of(
                "comment.restore",
                "Give " + config.table() + " its comment back",
                Undo.NONE,
                statements(context).comment(config.table(), memory.comment())));
        return Program.of(Transaction.of(
                "comment",
                "Comment on " + config.table(),
                undo,
                statements(context).comment(config.table(), Optional.of(config.text()))));
    }

    /** As the server that is at hand says them. */
    private static CommentStatements statements(StepContext context) {
        return context.dialect().statements(CommentStatements.class);
    }

    @Override
    public Optional<Catalog> predict(Config config, Memory memory, Catalog before) {
        Table table = before.table(config.table()).orElseThrow();
        Table commented = table.but(draft -> draft.comment(Optional.of(config.text())));
        return Optional.of(before.with(List.of(commented), List.of(), List.of()));
    }

    @Override
    public List<Check> verify(Config config, Memory memory, StepContext context) {
        return List.of(new Check(
                "comment",
                config.table() + " has the comment of the plan",
                new Question.Rows(statements(context).present(config.table()), Expect.value(config.text())),
                OnMiss.FAIL,
                "comments.differs",
                "Somebody has changed it; apply the plan again or correct the plan."));
    }
}
