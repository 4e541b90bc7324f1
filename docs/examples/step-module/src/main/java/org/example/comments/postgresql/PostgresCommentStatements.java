package org.example.comments.postgresql;

import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.sql.QualifiedName;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.dialect.Dialect;
import java.util.Optional;
import org.example.comments.CommentStatements;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** As PostgreSQL says it. */
public class PostgresCommentStatements implements CommentStatements {

    private final Dialect dialect;

    public PostgresCommentStatements(Dialect dialect) {
        this.dialect = dialect;
    }

    protected final Dialect dialect() {
        return dialect;
    }

    @Override
    public Sql comment(QualifiedName table, Optional<String> text) {
        QueryPart words = text.<QueryPart>map(value -> DSL.inline(value)).orElse(DSL.raw("NULL"));
        return dialect.sql("COMMENT ON TABLE {0} IS {1}", table, words).locking(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @Override
    public Sql present(QualifiedName table) {
        return dialect.sql(
                "SELECT pg_catalog.obj_description(pg_catalog.to_regclass({0}), 'pg_class')",
                DSL.inline(dialect.render(table.jooq())));
    }
}
