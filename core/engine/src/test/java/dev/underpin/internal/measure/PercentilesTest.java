package dev.underpin.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {

    @Test
    void givesTheSmallestThatSoManyDoNotExceed() {
        Percentiles hundred = new Percentiles(
                LongStream.rangeClosed(1, 100).map(i -> (101 - i) * 1_000_000).toArray());

        assertThat(hundred.millis(50)).isEqualTo(50);
        assertThat(hundred.millis(95)).isEqualTo(95);
        assertThat(hundred.millis(99)).isEqualTo(99);
        assertThat(hundred.millis(100)).isEqualTo(100);
        assertThat(hundred.count()).isEqualTo(100);
    }

    @Test
    void ofOneIsThatOne() {
        assertThat(new Percentiles(new long[] {2_500_000}).millis(99)).isEqualTo(2.5);
    }

    @Test
    void ofNoneIsNothing() {
        assertThatThrownBy(() -> new Percentiles(new long[0])).hasMessage("nothing was measured");
    }
}
