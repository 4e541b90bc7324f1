package dev.underpin.testkit.dialect;

import dev.underpin.postgresql.PostgresComments;
import dev.underpin.spi.dialect.CommentStatements;
import dev.underpin.spi.dialect.DerivedDialect;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.Server;
import dev.underpin.spi.dialect.StatementsProvider;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An example, for tests: PostgreSQL whose comments on tables bear a ticket. One statement of one interface is said otherwise. It recognises no
 * server that is not given to it, see {@link #ofEveryServer}.
 */
public class TicketedDialect implements DialectProvider, StatementsProvider {

    public static final String ID = "ticketed-postgresql";

    /** Stands before each such statement. */
    public static final String TICKET = "/* ticket 4711 */";

    /** The same, but it takes every server for its own. */
    public static DialectProvider ofEveryServer() {
        return new TicketedDialect() {
            @Override
            public OptionalInt recognises(Server server) {
                return OptionalInt.of(1);
            }
        };
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Optional<String> parent() {
        return Optional.of("postgresql");
    }

    @Override
    public OptionalInt recognises(Server server) {
        return OptionalInt.empty();
    }

    @Override
    public Dialect dialect(Server server, Optional<Dialect> parent) {
        return new DerivedDialect(ID, "ticketed " + parent.orElseThrow().name(), parent.orElseThrow());
    }

    @Override
    public String dialect() {
        return ID;
    }

    @Override
    public List<Statements<?>> statements() {
        return List.of(new Statements<>(CommentStatements.class, Ticketed::new));
    }

    private static final class Ticketed extends PostgresComments {

        private final Dialect dialect;

        Ticketed(Dialect dialect) {
            super(dialect);
            this.dialect = dialect;
        }

        @Override
        public Sql onTable(QualifiedName table, Optional<String> comment) {
            return dialect.sql(TICKET + " {0}", super.onTable(table, comment));
        }
    }
}
