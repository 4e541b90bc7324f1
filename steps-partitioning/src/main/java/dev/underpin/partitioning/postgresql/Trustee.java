package dev.underpin.partitioning.postgresql;

import dev.underpin.spi.dialect.Clauses;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;

/**
 * The role with whose rights alone statements on a table run, because they may reach its code. It may read and write the keys
 * of its own table for that, and do nothing else with what keeps them.
 *
 * @param role empty: the tool's role is the table's owner itself
 */
record Trustee(Dialect dialect, Optional<String> role) {

    /** Serialises changes of the schema's rights, of which two at once would fail; held to the end of the transaction. */
    private static final long LATCH = 0x756e64657270696dL;

    Sql as(Sql statement) {
        return role.map(statement::as).orElse(statement);
    }

    List<Sql> as(List<Sql> statements) {
        return statements.stream().map(this::as).toList();
    }

    /**
     * For tables of the tool's that are closed to everybody. Row level security on them would be an error to the role, not a
     * filter.
     */
    List<Sql> admit(List<QualifiedName> tables) {
        return grant("SELECT, INSERT, DELETE", tables);
    }

    /** For such a table that the role may read only. */
    List<Sql> show(QualifiedName table) {
        return grant("SELECT", List.of(table));
    }

    private List<Sql> grant(String privileges, List<QualifiedName> tables) {
        List<Sql> statements = new ArrayList<>();
        role.ifPresent(trustee -> {
            statements.add(block(
                    """

                    BEGIN
                      IF NOT pg_catalog.has_schema_privilege({0}, {1}, 'USAGE') THEN
                        PERFORM pg_catalog.pg_advisory_xact_lock({2});
                        GRANT USAGE ON SCHEMA {3} TO {4};
                      END IF;
                    END
                    """,
                    DSL.inline(trustee),
                    DSL.inline(tables.get(0).schema()),
                    DSL.inline(LATCH),
                    DSL.quotedName(tables.get(0).schema()),
                    DSL.quotedName(trustee)));
            tables.forEach(table -> statements.add(dialect.sql(
                    "GRANT {0} ON TABLE {1} TO {2}", DSL.keyword(privileges), table, DSL.quotedName(trustee))));
        });
        return statements;
    }

    /**
     * Creates a function of triggers and gives it to the role: it writes the role's tables, long after this command.
     *
     * @param create what creates or replaces it
     */
    Sql owning(QualifiedName function, Sql create) {
        return role.map(trustee -> block(
                        """

                        BEGIN
                          PERFORM pg_catalog.pg_advisory_xact_lock({0});
                          {4};
                          GRANT CREATE ON SCHEMA {1} TO {2};
                          ALTER FUNCTION {3}() OWNER TO {2};
                          REVOKE CREATE ON SCHEMA {1} FROM {2};
                        END
                        """,
                        DSL.inline(LATCH),
                        DSL.quotedName(function.schema()),
                        DSL.quotedName(trustee),
                        function,
                        create))
                .orElse(create);
    }

    private Sql block(String body, Object... parts) {
        return dialect.sql("DO {0}", Clauses.dollarQuoted(dialect, dialect.sql(body, parts)));
    }
}
