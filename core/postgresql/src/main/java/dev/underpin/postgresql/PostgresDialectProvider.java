package dev.underpin.postgresql;

import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.Server;
import java.util.List;
import java.util.Optional;

/** Recognises PostgreSQL itself; descendants that answer in its name need a dialect of their own. */
public final class PostgresDialectProvider implements DialectProvider {

    private static final List<String> DESCENDANTS = List.of("-YB-", "Greenplum", "Redshift", "CockroachDB");

    @Override
    public String id() {
        return "postgresql";
    }

    @Override
    public Optional<Match> recognise(Server server) {
        boolean genuine = server.banner().startsWith("PostgreSQL ")
                && DESCENDANTS.stream().noneMatch(server.banner()::contains);
        if (!genuine || !PostgresDialect.supports(server.major())) {
            return Optional.empty();
        }
        return Optional.of(new Match(new PostgresDialect(server.major()), 0));
    }
}
