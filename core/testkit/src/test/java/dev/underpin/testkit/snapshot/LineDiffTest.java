package dev.underpin.testkit.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineDiffTest {

    @Test
    void equalTextsHaveNoDifference() {
        assertThat(LineDiff.of(List.of("a", "b"), List.of("a", "b"), 3)).isEmpty();
    }

    @Test
    void changesAreShownWithTheirSurroundings() {
        List<String> before = List.of("a", "b", "c", "d", "e", "f", "g", "h");
        List<String> after = List.of("a", "b", "C", "d", "e", "f", "h", "i");
        assertThat(LineDiff.of(before, after, 1)).isEqualTo(" b\n-c\n+C\n d\n…\n f\n-g\n h\n+i\n");
    }

    @Test
    void withoutContextOnlyTheChangesAreShown() {
        assertThat(LineDiff.of(List.of("a", "b", "c"), List.of("b", "x", "c"), 0))
                .isEqualTo("-a\n+x\n");
    }

    @Test
    void anEmptySideIsAllRemovedOrAdded() {
        assertThat(LineDiff.of(List.of(), List.of("a"), 3)).isEqualTo("+a\n");
        assertThat(LineDiff.of(List.of("a"), List.of(), 3)).isEqualTo("-a\n");
    }
}
