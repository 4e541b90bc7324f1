package org.example.comments.audited;

import dev.underpin.spi.dialect.DerivedDialect;
import dev.underpin.spi.dialect.Dialect;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.Server;
import java.util.Optional;
import java.util.OptionalInt;

/** PostgreSQL under audit: the clusters whose {@code cluster_name} begins with {@code audited}. */
public class AuditedPostgres implements DialectProvider {

    static final String ID = "audited-postgresql";

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
        boolean audited = server.settings().getOrDefault("cluster_name", "").startsWith("audited");
        return audited ? OptionalInt.of(1) : OptionalInt.empty();
    }

    @Override
    public Dialect dialect(Server server, Optional<Dialect> parent) {
        return new DerivedDialect(ID, "audited postgresql " + server.major(), parent.orElseThrow());
    }
}
