package dev.underpin.partitioning.conversion;

import dev.underpin.spi.config.CalendarInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides time into periods of a calendar interval, without gap or overlap, whatever the lengths of months and days.
 * Every boundary is counted from one anchor, never from its neighbour, so that none can drift.
 */
final class Periods {

    /** Where years, and all that is shorter, begin naturally. */
    private static final LocalDateTime CENTURY = LocalDateTime.of(2000, 1, 1, 0, 0);

    private static final LocalDateTime MONDAY = LocalDateTime.of(2000, 1, 3, 0, 0);

    private final CalendarInterval interval;
    private final ZonedDateTime anchor;

    Periods(CalendarInterval interval, ZonedDateTime anchor) {
        this.interval = interval;
        this.anchor = anchor;
    }

    /** Periods that begin where the calendar's units do. */
    static Periods natural(CalendarInterval interval, ZoneId zone) {
        return new Periods(interval, (interval.unit() == CalendarInterval.Unit.WEEK ? MONDAY : CENTURY).atZone(zone));
    }

    private Instant boundary(long number) {
        return interval.addTo(anchor, number).toInstant();
    }

    private long number(Instant time) {
        long number =
                Math.floorDiv(Duration.between(anchor.toInstant(), time).toSeconds(), unitSeconds() * interval.count());
        while (boundary(number).isAfter(time)) {
            number--;
        }
        while (!boundary(number + 1).isAfter(time)) {
            number++;
        }
        return number;
    }

    Period containing(Instant time) {
        return numbered(number(time));
    }

    private Period numbered(long number) {
        return new Period(boundary(number), boundary(number + 1));
    }

    /** So many periods later, or earlier if negative. */
    Period away(Period period, long count) {
        return numbered(number(period.from()) + count);
    }

    Period after(Period period) {
        return away(period, 1);
    }

    Period before(Period period) {
        return away(period, -1);
    }

    /** The periods from the one that contains {@code first} to the one that contains {@code last}; at most {@code most}. */
    List<Period> covering(Instant first, Instant last, int most) {
        List<Period> covering = new ArrayList<>();
        Period period = containing(first);
        while (!period.from().isAfter(last) && covering.size() < most) {
            covering.add(period);
            period = after(period);
        }
        return covering;
    }

    /** About: a first guess that is then corrected. */
    private long unitSeconds() {
        return switch (interval.unit()) {
            case HOUR -> 3_600;
            case DAY -> 86_400;
            case WEEK -> 7 * 86_400;
            case MONTH -> 2_629_746;
            case QUARTER -> 3 * 2_629_746;
            case YEAR -> 12 * 2_629_746;
        };
    }
}
