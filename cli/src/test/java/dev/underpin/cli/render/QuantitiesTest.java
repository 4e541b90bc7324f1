package dev.underpin.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "-5, 0 ms",
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "59949, 59.9 s",
        "59950, 1m00s",
        "372400, 6m12s",
        "3599499, 59m59s",
        "3600000, 1h00m",
        "86399000, 23h59m",
        "187200000, 2d04h",
    })
    void timesAreShort(long ms, String text) {
        assertThat(Quantities.time(Duration.ofMillis(ms))).isEqualTo(text);
    }

    @Test
    void numbersHaveTheirThousandsApart() {
        assertThat(Quantities.count(1234567)).isEqualTo("1,234,567");
        assertThat(Quantities.count(1, "row")).isEqualTo("1 row");
        assertThat(Quantities.count(0, "row")).isEqualTo("0 rows");
    }

    @Test
    void changesAreSigned() {
        assertThat(dev.underpin.cli.terminal.Paper.plain(MeasurementText.change(10, 4)))
                .isEqualTo("-60 %");
        assertThat(dev.underpin.cli.terminal.Paper.plain(MeasurementText.change(10, 15)))
                .isEqualTo("+50 %");
        assertThat(MeasurementText.change(0, 15)).isEmpty();
    }
}
