package dev.underpin.spi;

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

    /** As SQL spells it. */
    public String sql() {
        return name().replace('_', ' ');
    }

    @Override
    public String toString() {
        return sql().toUpperCase(Locale.ROOT);
    }
}
