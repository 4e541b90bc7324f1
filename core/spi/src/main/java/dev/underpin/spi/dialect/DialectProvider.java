package dev.underpin.spi.dialect;

import java.util.Optional;

/** Found by {@link java.util.ServiceLoader}; says whether it recognises a server. */
public interface DialectProvider {

    String id();

    /** The dialect for that server with how specific the match is; the most specific wins, a tie is an error. */
    Optional<Match> recognise(Server server);

    record Match(Dialect dialect, int specificity) {}
}
