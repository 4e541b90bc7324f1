package dev.underpin.testkit.workload;

import java.util.SplittableRandom;

/** Types of ids, each packed into 128 bits whose unsigned order is the server's. */
public enum Ids {
    UUID {
        @Override
        long high(String id) {
            return java.util.UUID.fromString(id).getMostSignificantBits();
        }

        @Override
        long low(String id) {
            return java.util.UUID.fromString(id).getLeastSignificantBits();
        }

        @Override
        String text(long high, long low) {
            return new java.util.UUID(high, low).toString();
        }

        @Override
        String fresh(SplittableRandom random, int writer, long serial) {
            return new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        }
    },
    BIGINT {
        @Override
        long high(String id) {
            return 0;
        }

        @Override
        long low(String id) {
            return Long.parseLong(id) ^ Long.MIN_VALUE;
        }

        @Override
        String text(long high, long low) {
            return String.valueOf(low ^ Long.MIN_VALUE);
        }

        /** Far above what a sequence gives, and apart from the other writers' ids. */
        @Override
        String fresh(SplittableRandom random, int writer, long serial) {
            return String.valueOf(FIRST_CHOSEN * (writer + 1) + serial);
        }
    };

    private static final long FIRST_CHOSEN = 1_000_000_000_000L;

    abstract long high(String id);

    abstract long low(String id);

    abstract String text(long high, long low);

    /** An id that no other writer chooses. */
    abstract String fresh(SplittableRandom random, int writer, long serial);
}
