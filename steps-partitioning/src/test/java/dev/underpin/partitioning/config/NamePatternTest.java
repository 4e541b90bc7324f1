package dev.underpin.partitioning.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.underpin.spi.config.CalendarInterval;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {

    private static final ZonedDateTime START = ZonedDateTime.parse("2024-12-30T06:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "{table}_{yyyy}_{MM}, messages_2024_12",
        "{table}_{yyyy}{MM}{dd}, messages_20241230",
        "{table}_{yyyy}_q{Q}, messages_2024_q4",
        "{table}_{xxxx}w{ww}, messages_2025w01",
        "p{HH}_{table}, p06_messages",
        "Über {table} $1 \\ {yyyy}, Über messages $1 \\ 2024"
    })
    void placeholdersTellThePeriodsBeginning(String pattern, String name) {
        assertThat(NamePattern.parse(pattern).name("messages", START)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "1 year, t_2024",
        "1 quarter, t_2024_q4",
        "1 month, t_2024_12",
        "1 week, t_2024_12_30",
        "1 day, t_2024_12_30",
        "6 hours, t_2024_12_30_06"
    })
    void theFittingPatternTellsPeriodsApart(String interval, String name) {
        assertThat(NamePattern.fitting(CalendarInterval.parse(interval)).name("t", START))
                .isEqualTo(name);
    }

    @Test
    void aTableThatLooksLikeAPlaceholderIsLeftAsItIs() {
        assertThat(NamePattern.parse("{table}_{yyyy}").name("{MM}$0", START)).isEqualTo("{MM}$0_2024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{table}_{mm}", "{table", "table}", "{}", ""})
    void whatIsNoPatternIsRefused(String text) {
        assertThatThrownBy(() -> NamePattern.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
