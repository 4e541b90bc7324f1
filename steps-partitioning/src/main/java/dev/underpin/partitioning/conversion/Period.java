package dev.underpin.partitioning.conversion;

import java.time.Instant;

/** A stretch of time, half open. Times without a time zone count as UTC. */
public record Period(Instant from, Instant to) {

    boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
