package org.example.comments.audited;

import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.StatementsProvider;
import java.util.List;
import java.util.Optional;
import org.example.comments.CommentStatements;
import org.example.comments.postgresql.PostgresCommentStatements;

/** One statement of one interface, said otherwise: an audited server lets nothing pass that is not marked. */
public final class AuditedStatements implements StatementsProvider {

    @Override
    public String dialect() {
        return AuditedPostgres.ID;
    }

    @Override
    public List<Statements<?>> statements() {
        return List.of(new Statements<>(CommentStatements.class, Marked::new));
    }

    private static final class Marked extends PostgresCommentStatements {

        Marked(Dialect dialect) {
            super(dialect);
        }

        @Override
        public Sql comment(QualifiedName table, Optional<String> text) {
            return dialect().sql("/* audited */ {0}", super.comment(table, text));
        }
    }
}
