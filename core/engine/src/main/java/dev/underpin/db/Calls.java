package dev.underpin.db;

import java.time.Duration;

/** Whether a session waits for the server's answer, and since when. Begun and ended by its thread, seen from any. */
final class Calls {

    private int depth;
    private volatile boolean underWay;
    private volatile long since;

    void begin() {
        if (depth++ == 0) {
            since = System.nanoTime();
            underWay = true;
        }
    }

    void end() {
        if (depth > 0 && --depth == 0) {
            underWay = false;
        }
    }

    /** Zero if it waits for none. */
    Duration waited() {
        return underWay ? Duration.ofNanos(System.nanoTime() - since) : Duration.ZERO;
    }
}
