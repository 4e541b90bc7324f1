package dev.underpin.postgresql;

import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.Server;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Recognises PostgreSQL itself; descendants that answer in its name need a dialect of their own. */
public final class PostgresDialectProvider implements DialectProvider {

    private static final List<String> DESCENDANTS = List.of("-YB-", "Greenplum", "Redshift", "CockroachDB");

    @Override
    public String id() {
        return PostgresDialect.ID;
    }

    @Override
    public OptionalInt recognises(Server server) {
        boolean genuine = server.banner().startsWith("PostgreSQL ")
                && DESCENDANTS.stream().noneMatch(server.banner()::contains);
        return genuine && PostgresDialect.supports(server.major()) ? OptionalInt.of(0) : OptionalInt.empty();
    }

    @Override
    public Dialect dialect(Server server, Optional<Dialect> parent) {
        return new PostgresDialect(server.major());
    }
}
