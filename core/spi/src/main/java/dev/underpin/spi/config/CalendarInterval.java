package dev.underpin.spi.config;

import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A positive number of calendar units, such as {@code 1 month}; its length in seconds depends on the date. */
@Textual(
        value = "a calendar interval such as 1 month (hour, day, week, month, quarter, year)",
        pattern = "[1-9][0-9]{0,5} ?(hour|day|week|month|quarter|year)s?")
public record CalendarInterval(int count, Unit unit) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6}) ?(hour|day|week|month|quarter|year)s?");

    public enum Unit {
        HOUR(ChronoUnit.HOURS, 1),
        DAY(ChronoUnit.DAYS, 1),
        WEEK(ChronoUnit.WEEKS, 1),
        MONTH(ChronoUnit.MONTHS, 1),
        QUARTER(ChronoUnit.MONTHS, 3),
        YEAR(ChronoUnit.YEARS, 1);

        private final ChronoUnit chrono;
        private final int factor;

        Unit(ChronoUnit chrono, int factor) {
            this.chrono = chrono;
            this.factor = factor;
        }
    }

    public CalendarInterval {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "an interval is at least 1 " + unit.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Reads {@code 1 month}, {@code 12 months}, {@code 2 weeks}. */
    public static CalendarInterval parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is not a calendar interval");
        }
        return new CalendarInterval(
                Integer.parseInt(matcher.group(1)),
                Unit.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)));
    }

    public ZonedDateTime addTo(ZonedDateTime time, long times) {
        return time.plus(Math.multiplyExact(times, (long) count * unit.factor), unit.chrono);
    }

    @Override
    public String toString() {
        return count + " " + unit.name().toLowerCase(Locale.ROOT) + (count == 1 ? "" : "s");
    }
}
