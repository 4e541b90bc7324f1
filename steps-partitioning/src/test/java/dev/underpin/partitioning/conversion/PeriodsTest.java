package dev.underpin.partitioning.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.spi.config.CalendarInterval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodsTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @ParameterizedTest
    @CsvSource({
        "1 hour, 2024-05-17T10:30:00Z, 2024-05-17T10:00:00Z, 2024-05-17T11:00:00Z",
        "6 hours, 2024-05-17T10:30:00Z, 2024-05-17T06:00:00Z, 2024-05-17T12:00:00Z",
        "1 day, 2024-02-29T23:59:59Z, 2024-02-29T00:00:00Z, 2024-03-01T00:00:00Z",
        "1 week, 2024-05-17T10:30:00Z, 2024-05-13T00:00:00Z, 2024-05-20T00:00:00Z",
        "1 month, 2024-02-29T23:59:59Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "1 month, 2024-03-01T00:00:00Z, 2024-03-01T00:00:00Z, 2024-04-01T00:00:00Z",
        "1 month, 1969-12-31T23:59:59Z, 1969-12-01T00:00:00Z, 1970-01-01T00:00:00Z",
        "2 months, 2024-06-30T00:00:00Z, 2024-05-01T00:00:00Z, 2024-07-01T00:00:00Z",
        "1 quarter, 2024-06-30T00:00:00Z, 2024-04-01T00:00:00Z, 2024-07-01T00:00:00Z",
        "1 year, 2024-06-30T00:00:00Z, 2024-01-01T00:00:00Z, 2025-01-01T00:00:00Z",
        "10 years, 1999-06-30T00:00:00Z, 1990-01-01T00:00:00Z, 2000-01-01T00:00:00Z"
    })
    void periodsBeginWhereTheCalendarsUnitsDo(String interval, Instant time, Instant from, Instant to) {
        assertThat(natural(interval, UTC).containing(time)).isEqualTo(new Period(from, to));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1 hour", "5 hours", "1 day", "3 days", "1 week", "1 month", "5 months", "1 quarter", "1 year"})
    void noGapAndNoOverlapThroughChangesOfTheClock(String interval) {
        List<Period> periods = natural(interval, NEW_YORK)
                .covering(Instant.parse("2023-10-20T12:00:00Z"), Instant.parse("2024-11-20T12:00:00Z"), 20_000);

        for (int i = 1; i < periods.size(); i++) {
            assertThat(periods.get(i).from()).isEqualTo(periods.get(i - 1).to());
            assertThat(periods.get(i).to()).isAfter(periods.get(i).from());
        }
        assertThat(periods.get(0).contains(Instant.parse("2023-10-20T12:00:00Z")))
                .isTrue();
        assertThat(periods.get(periods.size() - 1).contains(Instant.parse("2024-11-20T12:00:00Z")))
                .isTrue();
    }

    @Test
    void daysAreAsLongAsTheClockMakesThem() {
        List<Period> days = natural("1 day", NEW_YORK)
                .covering(Instant.parse("2024-03-09T12:00:00Z"), Instant.parse("2024-03-11T12:00:00Z"), 10);

        assertThat(days)
                .extracting(day -> Duration.between(day.from(), day.to()))
                .containsExactly(Duration.ofHours(24), Duration.ofHours(23), Duration.ofHours(24));
    }

    @Test
    void aDayWhoseMidnightDoesNotExistBeginsAtOne() {
        Period day = natural("1 day", ZoneId.of("America/Sao_Paulo")).containing(Instant.parse("2018-11-04T12:00:00Z"));

        assertThat(day)
                .isEqualTo(new Period(Instant.parse("2018-11-04T03:00:00Z"), Instant.parse("2018-11-05T02:00:00Z")));
    }

    @Test
    void boundariesAreCountedFromTheAnchorAndDoNotDrift() {
        Periods periods = new Periods(
                CalendarInterval.parse("1 month"),
                LocalDateTime.of(2024, 1, 31, 0, 0).atZone(UTC));

        assertThat(periods.covering(Instant.parse("2024-01-31T00:00:00Z"), Instant.parse("2024-04-15T00:00:00Z"), 10))
                .extracting(Period::from)
                .containsExactly(
                        Instant.parse("2024-01-31T00:00:00Z"),
                        Instant.parse("2024-02-29T00:00:00Z"),
                        Instant.parse("2024-03-31T00:00:00Z"));
    }

    @Test
    void coveringStopsAtTheMost() {
        assertThat(natural("1 day", UTC).covering(Instant.EPOCH, Instant.parse("2024-01-01T00:00:00Z"), 7))
                .hasSize(7);
    }

    private static Periods natural(String interval, ZoneId zone) {
        return Periods.natural(CalendarInterval.parse(interval), zone);
    }
}
