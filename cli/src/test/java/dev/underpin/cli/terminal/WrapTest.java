package dev.underpin.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrapTest {

    private static List<String> wrapped(String text, int width) {
        return Wrap.lines(text, width).stream().map(Paper::plain).toList();
    }

    @Test
    void whatFitsStaysAsItIs() {
        assertThat(wrapped("  help:  Go on.", 15)).containsExactly("  help:  Go on.");
    }

    @Test
    void proseIsBrokenAtBlanksUnderTheBeginningOfItsText() {
        assertThat(wrapped("  " + Ink.CYAN.on("help:") + "  End what blocks, then go on with it.", 24))
                .containsExactly("  help:  End what", "         blocks, then go", "         on with it.");
    }

    @Test
    void aWordThatIsTooLongIsNotBroken() {
        assertThat(wrapped("see postgresql://owner@db.example.org/chat now", 12))
                .containsExactly("see", "postgresql://owner@db.example.org/chat", "now");
    }

    @Test
    void emphasisGoesOn() {
        assertThat(Wrap.lines(Ink.BOLD.on("one two three"), 8))
                .containsExactly(Ink.BOLD.on("one two"), Ink.BOLD.on("three"));
    }
}
