package dev.underpin.internal.duty;

import dev.underpin.spi.config.CalendarInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often a duty is due: a number of minutes, a calendar interval, or a cron line in UTC. */
record Cadence(String text) {

    /** Schedulers do not call to the second. */
    private static final Duration MOST_GRACE = Duration.ofMinutes(1);

    private static final int GRACE = 10;
    private static final Pattern MINUTES = Pattern.compile("([1-9][0-9]{0,5}) minutes?");

    /** @throws IllegalArgumentException if it is none of these */
    Cadence {
        next(text, Instant.EPOCH);
    }

    /** Whether it is due again, having been done last at that time; an interval may be a tenth short, and a minute at most. */
    boolean due(Instant last, Instant now) {
        Instant next = next(last);
        if (CronLine.parse(text).isPresent()) {
            return !next.isAfter(now);
        }
        Duration tenth = Duration.between(last, next).dividedBy(GRACE);
        Duration grace = tenth.compareTo(MOST_GRACE) < 0 ? tenth : MOST_GRACE;
        return !next.minus(grace).isAfter(now);
    }

    /** When it is due after having been done. */
    Instant next(Instant last) {
        return next(text, last);
    }

    private static Instant next(String text, Instant last) {
        ZonedDateTime from = last.atZone(ZoneOffset.UTC);
        Matcher minutes = MINUTES.matcher(text);
        if (minutes.matches()) {
            return from.plusMinutes(Long.parseLong(minutes.group(1))).toInstant();
        }
        Optional<CronLine> cron = CronLine.parse(text);
        return cron.isPresent()
                ? cron.get().after(from).toInstant()
                : CalendarInterval.parse(text).addTo(from, 1).toInstant();
    }
}
