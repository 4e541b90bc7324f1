package org.example.comments.postgresql;

import dev.underpin.spi.dialect.StatementsProvider;
import java.util.List;
import org.example.comments.CommentStatements;

/** This module's statements for PostgreSQL, and for each dialect that descends from it. */
public final class CommentsOnPostgres implements StatementsProvider {

    @Override
    public String dialect() {
        return "postgresql";
    }

    @Override
    public List<Statements<?>> statements() {
        return List.of(new Statements<>(CommentStatements.class, PostgresCommentStatements::new));
    }
}
