package dev.underpin.internal.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.spi.Rehearsal.Way;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalAdviceTest {

    private static final Way SILENT = new Way("as it is", List.of(), Optional.empty());
    private static final Way INDEXED = new Way("with new indexes only", List.of(), Optional.of("an index does it"));

    private static Optional<String> counsel(double asItIs, double indexed, double planned, long rows) {
        return RehearsalAdvice.of(List.of(SILENT, INDEXED), List.of(asItIs, indexed, planned), rows);
    }

    @Test
    void lessIsAdvisedWhereItIsClearlyFaster() {
        assertThat(counsel(5.0, 0.4, 1.9, 50_000)).contains("an index does it");
        assertThat(counsel(5.0, 1.0, 1.1, 50_000)).contains("an index does it");
        assertThat(counsel(0.1, 0.4, 1.9, 50_000)).contains("an index does it");
    }

    @Test
    void aTieOrAFasterPlanLeadsToNoAdvice() {
        assertThat(counsel(5.0, 1.0, 1.09, 50_000)).isEmpty();
        assertThat(counsel(5.0, 1.0, 1.0, 50_000)).isEmpty();
        assertThat(counsel(5.0, 1.0, 0.2, 50_000)).isEmpty();
    }

    @Test
    void whatIsNoChangeAtAllIsNotAdvisedForBeingFast() {
        assertThat(counsel(1.0, 3.0, 2.0, 50_000)).isEmpty();
    }

    @Test
    void aFewRowsSayNothing() {
        assertThat(counsel(5.0, 0.4, 1.9, 999)).isEmpty();
        assertThat(counsel(5.0, 0.4, 1.9, 1000)).isPresent();
    }
}
