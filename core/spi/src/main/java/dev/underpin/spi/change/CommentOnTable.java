package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Table;
import dev.underpin.spi.dialect.CommentStatements;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is said of a table. */
public final class CommentOnTable extends TableChange {

    private final Optional<String> text;

    /** @param text empty: none */
    public CommentOnTable(QualifiedName table, Optional<String> text) {
        super(table);
        this.text = text;
    }

    @Override
    public String aspect() {
        return "comment of " + table();
    }

    @Override
    public String title() {
        return text.isPresent() ? "Comment on " + table() : "Take the comment off " + table();
    }

    @Override
    public Sql state(StepContext context) {
        return comments(context).ofRelation(table());
    }

    @Override
    protected List<Stage> stages(Table present, StepContext context) {
        return List.of(Stage.of(title(), List.of(comments(context).onTable(table(), text))));
    }

    @Override
    protected List<Sql> reverting(Table present, StepContext context) {
        return List.of(comments(context).onTable(table(), present.comment()));
    }

    @Override
    protected Optional<UnaryOperator<Table>> predicted(Table present, StepContext context) {
        return Optional.of(table -> table.but(draft -> draft.comment(text)));
    }

    private static CommentStatements comments(StepContext context) {
        return context.dialect().statements(CommentStatements.class);
    }
}
