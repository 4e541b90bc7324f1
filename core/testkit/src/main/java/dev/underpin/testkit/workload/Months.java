package dev.underpin.testkit.workload;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** The months in which the table has rows; moments in them as the server writes them in UTC. */
record Months(List<YearMonth> months) {

    private static final DateTimeFormatter SERVER =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'+00'", Locale.ROOT);
    private static final int PREFIX = "yyyy-MM".length();
    private static final int FEW = 3;

    /** From the month of the first row to that of the last, each given as the server's text. */
    static Months between(String first, String last) {
        YearMonth start = YearMonth.parse(first.substring(0, PREFIX));
        long number = ChronoUnit.MONTHS.between(start, YearMonth.parse(last.substring(0, PREFIX))) + 1;
        return new Months(Stream.iterate(start, month -> month.plusMonths(1))
                .limit(number)
                .toList());
    }

    /** For a table without rows. */
    static Months recent() {
        YearMonth current = YearMonth.from(Instant.now().atOffset(ZoneOffset.UTC));
        return new Months(Stream.iterate(current.minusMonths(FEW - 1L), month -> month.plusMonths(1))
                .limit(FEW)
                .toList());
    }

    String any(SplittableRandom random) {
        return in(months.get(random.nextInt(months.size())), random);
    }

    /** A moment in another month than this one's, if there are several. */
    String anyOtherThan(String moment, SplittableRandom random) {
        List<YearMonth> others = months.stream()
                .filter(month -> !moment.startsWith(month.toString()))
                .toList();
        return others.isEmpty() ? any(random) : in(others.get(random.nextInt(others.size())), random);
    }

    private static String in(YearMonth month, SplittableRandom random) {
        LocalDateTime start = month.atDay(1).atStartOfDay();
        long seconds =
                ChronoUnit.SECONDS.between(start, month.plusMonths(1).atDay(1).atStartOfDay());
        return SERVER.format(start.plusSeconds(random.nextLong(seconds)));
    }
}
