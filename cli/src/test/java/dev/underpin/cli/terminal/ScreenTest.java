package dev.underpin.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.cli.Terminal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private static Screen screen(Terminal terminal) {
        return new Screen(
                terminal.streams(), Manners.of(terminal.streams(), Map.of("LANG", "C.UTF-8"), true), () -> 20);
    }

    @Test
    void linesAtTheBottomAreWipedBeforeAnythingElseIsWritten() {
        Terminal terminal = Terminal.typing("");
        Screen screen = screen(terminal);
        screen.live(List.of("one", "two"));
        screen.err("done");
        screen.live(List.of());
        assertThat(terminal.err()).isEqualTo("one\ntwo\n\r\u001b[2A\u001b[Jdone\none\ntwo\n\r\u001b[2A\u001b[J");
    }

    @Test
    void aResultIsNeverMixedWithWhatIsRedrawn() {
        Terminal terminal = Terminal.typing("");
        Screen screen = screen(terminal);
        screen.live(List.of("one"));
        screen.out("result");
        assertThat(terminal.out()).isEqualTo("result\n");
        assertThat(terminal.err()).isEqualTo("one\n\r\u001b[1A\u001b[Jone\n");
    }

    @Test
    void aRedrawnLineNeverWraps() {
        Terminal terminal = Terminal.typing("");
        screen(terminal).live(List.of("x".repeat(50)));
        assertThat(terminal.err()).isEqualTo("x".repeat(18) + "…\n");
    }

    @Test
    void nothingIsWrittenForAnUnchangedPicture() {
        Terminal terminal = Terminal.typing("");
        Screen screen = screen(terminal);
        screen.live(List.of("same"));
        screen.live(List.of("same"));
        assertThat(terminal.err()).isEqualTo("same\n");
    }

    @Test
    void aQuestionStaysTheLastThingOnTheScreenUntilItIsAnswered() {
        Terminal terminal = Terminal.typing("");
        Screen screen = screen(terminal);
        screen.live(List.of("one"));
        screen.ask(List.of("what"), "Do it? ");
        screen.live(List.of("at work, 3 s"));
        assertThat(terminal.err()).endsWith("\u001b[Jwhat\nDo it? ");
        screen.err("warning");
        screen.out("result");
        assertThat(terminal.err()).endsWith("Do it? \nwarning\nDo it? \nDo it? ");
        screen.answered();
        screen.live(List.of("at work, 4 s"));
        assertThat(terminal.err()).endsWith("Do it? at work, 4 s\n");
    }

    @Test
    void aPictureIsNotOverwrittenByWhatElseIsRedrawn() {
        Terminal terminal = Terminal.typing("");
        Screen screen = screen(terminal);
        screen.picture(List.of("status"));
        screen.live(List.of("at work, 3 s"));
        assertThat(terminal.err()).isEqualTo("status\n");
        screen.answered();
        assertThat(terminal.err()).isEqualTo("status\n\r\u001b[1A\u001b[J");
    }

    @Test
    void nothingIsRedrawnWithoutATerminal() {
        Terminal terminal = Terminal.none();
        screen(terminal).live(List.of("one"));
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void coloursAreOnlyForTheStreamThatIsATerminal() {
        Terminal terminal = Terminal.none();
        screen(terminal).err(Ink.RED.on("error"));
        assertThat(terminal.err()).isEqualTo("error\n");
        assertThat(Paper.show(Ink.RED.on("error"), true)).isEqualTo("\u001b[1;31merror\u001b[0m");
    }
}
