package dev.underpin.internal.duty;

import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Five fields as cron reads them: minute, hour, day of the month, month, day of the week (0 and 7 are Sunday), each a list of
 * numbers, ranges and steps. With both days given, either will do.
 */
final class CronLine {

    private static final int YEARS_AHEAD = 8;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean eitherDay;

    private CronLine(List<String> fields) {
        minutes = field(fields.get(0), 0, 59);
        hours = field(fields.get(1), 0, 23);
        days = field(fields.get(2), 1, 31);
        months = field(fields.get(3), 1, 12);
        weekdays = field(fields.get(4), 0, 7);
        if (weekdays.get(7)) {
            weekdays.set(0);
        }
        eitherDay = !fields.get(2).startsWith("*") && !fields.get(4).startsWith("*");
    }

    /**
     * @return empty if it does not have five fields
     * @throws IllegalArgumentException if it has, and one of them is not understood
     */
    static Optional<CronLine> parse(String text) {
        List<String> fields = Arrays.asList(text.strip().split("\\s+"));
        return fields.size() == 5 ? Optional.of(new CronLine(fields)) : Optional.empty();
    }

    private static BitSet field(String text, int least, int most) {
        BitSet set = new BitSet();
        for (String part : text.split(",", -1)) {
            String[] stepped = part.split("/", 2);
            String[] range = stepped[0].split("-", 2);
            boolean all = stepped[0].equals("*");
            int from = all ? least : number(range[0], least, most);
            int single = stepped.length == 2 ? most : from;
            int to = all ? most : range.length == 2 ? number(range[1], from, most) : single;
            int step = stepped.length == 2 ? number(stepped[1], 1, most + 1) : 1;
            for (int value = from; value <= to; value += step) {
                set.set(value);
            }
        }
        return set;
    }

    private static int number(String text, int least, int most) {
        int value = text.matches("[0-9]{1,2}") ? Integer.parseInt(text) : -1;
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" in a cron line is not a number from " + least + " to " + most);
        }
        return value;
    }

    /** The next time that it names. */
    ZonedDateTime after(ZonedDateTime time) {
        ZonedDateTime next = time.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        ZonedDateTime end = next.plusYears(YEARS_AHEAD);
        while (next.isBefore(end)) {
            if (!months.get(next.getMonthValue())) {
                next = next.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
            } else if (!onDay(next)) {
                next = next.truncatedTo(ChronoUnit.DAYS).plusDays(1);
            } else if (!hours.get(next.getHour())) {
                next = next.truncatedTo(ChronoUnit.HOURS).plusHours(1);
            } else if (!minutes.get(next.getMinute())) {
                next = next.plusMinutes(1);
            } else {
                return next;
            }
        }
        throw new IllegalArgumentException("a cron line names no day that comes");
    }

    private boolean onDay(ZonedDateTime time) {
        boolean ofMonth = days.get(time.getDayOfMonth());
        boolean ofWeek = weekdays.get(time.getDayOfWeek().getValue() % 7);
        return eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
    }
}
