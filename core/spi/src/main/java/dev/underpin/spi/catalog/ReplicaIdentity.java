package dev.underpin.spi.catalog;

import java.util.Optional;

/** What identifies a row to a subscriber. */
public record ReplicaIdentity(Kind kind, Optional<String> index) {

    public static final ReplicaIdentity DEFAULT = new ReplicaIdentity(Kind.DEFAULT, Optional.empty());

    public enum Kind {
        DEFAULT,
        NOTHING,
        FULL,
        INDEX
    }
}
