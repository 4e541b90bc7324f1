package dev.underpin.spi.program;

import java.util.Locale;

/** Table-level lock modes, weakest first. */
public enum LockMode {
    ACCESS_SHARE,
    ROW_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    EXCLUSIVE,
    ACCESS_EXCLUSIVE;

    /** Whether readers or writers queue behind a request for it. */
    public boolean queueForming() {
        return compareTo(SHARE) >= 0;
    }

    public boolean blocksReads() {
        return this == ACCESS_EXCLUSIVE;
    }

    public boolean blocksWrites() {
        return queueForming();
    }

    /** Whether one session's holding it keeps another from getting that mode. */
    public boolean conflictsWith(LockMode other) {
        return switch (this) {
            case ACCESS_SHARE -> other == ACCESS_EXCLUSIVE;
            case ROW_SHARE -> other.compareTo(EXCLUSIVE) >= 0;
            case ROW_EXCLUSIVE -> other.compareTo(SHARE) >= 0;
            case SHARE_UPDATE_EXCLUSIVE -> other.compareTo(SHARE_UPDATE_EXCLUSIVE) >= 0;
            case SHARE ->
                other == ROW_EXCLUSIVE || other == SHARE_UPDATE_EXCLUSIVE || other.compareTo(SHARE_ROW_EXCLUSIVE) >= 0;
            case SHARE_ROW_EXCLUSIVE -> other.compareTo(ROW_EXCLUSIVE) >= 0;
            case EXCLUSIVE -> other != ACCESS_SHARE;
            case ACCESS_EXCLUSIVE -> true;
        };
    }

    /** As {@code pg_locks} spells it. */
    public String catalogName() {
        StringBuilder name = new StringBuilder();
        for (String word : sql().toLowerCase(Locale.ROOT).split(" ")) {
            name.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return name.append("Lock").toString();
    }

    /** As SQL spells it. */
    public String sql() {
        return name().replace('_', ' ');
    }

    @Override
    public String toString() {
        return sql().toUpperCase(Locale.ROOT);
    }
}
