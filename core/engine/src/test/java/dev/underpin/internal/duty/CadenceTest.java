package dev.underpin.internal.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CadenceTest {

    @ParameterizedTest
    @CsvSource({
        "1 minute, 2024-01-31T10:00:30Z, 2024-01-31T10:01:30Z",
        "90 minutes, 2024-01-31T10:00:00Z, 2024-01-31T11:30:00Z",
        "1 hour, 2024-01-31T23:30:00Z, 2024-02-01T00:30:00Z",
        "1 month, 2024-01-31T00:00:00Z, 2024-02-29T00:00:00Z",
        "*/30 * * * *, 2024-01-31T10:00:00Z, 2024-01-31T10:30:00Z",
        "*/30 * * * *, 2024-01-31T10:29:50Z, 2024-01-31T10:30:00Z",
        "0 2 1 * *, 2024-01-31T10:00:00Z, 2024-02-01T02:00:00Z",
        "5/20 * * * *, 2024-01-31T10:26:00Z, 2024-01-31T10:45:00Z",
        "'0 9-17/4 * * 1-5', 2024-02-02T17:00:00Z, 2024-02-05T09:00:00Z",
        "0 0 29 2 *, 2024-02-29T00:00:00Z, 2028-02-29T00:00:00Z",
        "'0 0 13 * 5', 2024-09-01T00:00:00Z, 2024-09-06T00:00:00Z",
        "'0 0 * * 0,7', 2024-09-01T00:00:00Z, 2024-09-08T00:00:00Z",
    })
    void namesTheNextTime(String text, Instant last, Instant next) {
        Cadence cadence = new Cadence(text);
        assertThat(cadence.next(last)).isEqualTo(next);
        assertThat(cadence.due(last, next)).isTrue();
        assertThat(cadence.due(last, last.plusSeconds(1))).isFalse();
    }

    /** A scheduler that calls each hour does not call to the second. */
    @Test
    void aCallThatComesAMomentEarlyIsInTime() {
        Instant last = Instant.parse("2024-01-31T10:00:03Z");
        assertThat(new Cadence("1 hour").due(last, Instant.parse("2024-01-31T11:00:01Z")))
                .isTrue();
        assertThat(new Cadence("1 hour").due(last, Instant.parse("2024-01-31T10:58:00Z")))
                .isFalse();
        assertThat(new Cadence("1 minute").due(last, Instant.parse("2024-01-31T10:01:01Z")))
                .isTrue();
        assertThat(new Cadence("1 minute").due(last, Instant.parse("2024-01-31T10:00:50Z")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "0 minutes",
                "* * * *",
                "60 * * * *",
                "0 24 * * *",
                "0 0 31 2 *",
                "a * * * *",
                "5-1 * * * *",
                "*/0 * * * *"
            })
    void refusesWhatItDoesNotUnderstand(String text) {
        assertThatThrownBy(() -> new Cadence(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
