package dev.underpin.steps;

import dev.underpin.spi.change.Change;
import dev.underpin.spi.change.ChangeStep;
import dev.underpin.spi.change.CommentOnTable;
import dev.underpin.spi.config.Described;
import dev.underpin.spi.sql.QualifiedName;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** {@code table.comment}. */
public final class CommentTable extends ChangeStep<CommentTable.Config> {

    @Described("What is said of a table.")
    public record Config(
            @Described(value = "The table.", example = "public.messages")
            QualifiedName table,

            @Described(
                    value = "The comment; without it, the table has none.",
                    example = "What people said to each other.")
            Optional<String> comment) {}

    @Inject
    public CommentTable() {}

    @Override
    protected List<Change> changes(Config config) {
        return List.of(new CommentOnTable(config.table(), config.comment()));
    }
}
