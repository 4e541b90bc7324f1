package dev.underpin.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdaptiveSizeTest {

    private static final Duration TARGET = Duration.ofMillis(100);

    private static AdaptiveSize size(long initial) {
        return new AdaptiveSize(TARGET, initial, 10, 10_000);
    }

    /** As on a server where each unit takes as long. */
    private static void chunks(AdaptiveSize size, int count, Duration perUnit) {
        for (int i = 0; i < count; i++) {
            size.took(size.current(), perUnit.multipliedBy(size.current()));
        }
    }

    @Test
    void itGrowsByHalfAtMost() {
        AdaptiveSize size = size(100);
        size.took(100, Duration.ofNanos(1));
        assertThat(size.current()).isEqualTo(150);
    }

    @Test
    void itShrinksToHalfAtMostAtATime() {
        AdaptiveSize size = size(1_000);
        size.took(1_000, Duration.ofHours(1));
        assertThat(size.current()).isEqualTo(500);
    }

    @Test
    void itComesToTheTarget() {
        AdaptiveSize size = size(100);
        chunks(size, 40, Duration.ofNanos(50_000));
        assertThat(size.current()).isEqualTo(2_000);
        chunks(size, 40, Duration.ofNanos(200_000));
        assertThat(size.current()).isBetween(495L, 505L);
    }

    @Test
    void itStaysWithinItsBounds() {
        AdaptiveSize size = size(100);
        chunks(size, 50, Duration.ofNanos(1));
        assertThat(size.current()).isEqualTo(10_000);
        chunks(size, 50, Duration.ofSeconds(10));
        assertThat(size.current()).isEqualTo(10);
    }

    @Test
    void nothingDoneSaysNothing() {
        AdaptiveSize size = size(100);
        size.took(0, Duration.ofHours(1));
        assertThat(size.current()).isEqualTo(100);
    }

    @Test
    void oneSlowChunkIsNotTheRule() {
        AdaptiveSize size = size(1_000);
        chunks(size, 10, Duration.ofNanos(100_000));
        size.took(1_000, Duration.ofMillis(200));
        assertThat(size.current()).isBetween(600L, 800L);
    }
}
