package dev.underpin.postgresql;

import dev.underpin.spi.dialect.CommentStatements;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.LockMode;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.Optional;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;

/** PostgreSQL's comments. */
public class PostgresComments implements CommentStatements {

    private final Dialect dialect;

    public PostgresComments(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public Sql onTable(QualifiedName table, Optional<String> comment) {
        QueryPart text = comment.<QueryPart>map(DSL::inline).orElse(DSL.raw("NULL"));
        return dialect.sql("COMMENT ON TABLE {0} IS {1}", table, text).locking(table, LockMode.SHARE_UPDATE_EXCLUSIVE);
    }

    @Override
    public Sql ofRelation(QualifiedName relation) {
        return dialect.sql(
                "SELECT coalesce(pg_catalog.obj_description(pg_catalog.to_regclass({0}), 'pg_class'), '')",
                DSL.inline(dialect.render(relation.jooq())));
    }
}
