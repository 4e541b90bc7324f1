package dev.underpin.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthTest {

    @ParameterizedTest
    @CsvSource({"abc, 3", "für, 3", "日本語, 6", "한글, 4", "ｱｲ, 2", "ＡＢ, 4", "🐘, 2", "e\u0301, 1", "…, 1", "█▌, 2"})
    void countsColumnsNotCharacters(String text, int width) {
        assertThat(TextWidth.of(text)).isEqualTo(width);
    }

    @Test
    void emphasisTakesNoRoom() {
        assertThat(TextWidth.of(Ink.RED.on("abc"))).isEqualTo(3);
    }

    @Test
    void longTextsAreCutAtAColumnAndTheirEmphasisEnds() {
        assertThat(TextWidth.fit("abcdef", 6)).isEqualTo("abcdef");
        assertThat(TextWidth.fit("abcdef", 4)).isEqualTo("abc…");
        assertThat(TextWidth.fit("日本語", 4)).isEqualTo("日…");
        assertThat(Paper.show(TextWidth.fit(Ink.RED.on("abcdef"), 4), true)).isEqualTo("\u001b[1;31mabc…\u001b[0m");
    }

    @Test
    void tablesAlignWhateverTheNamesAreWrittenIn() {
        Table table = new Table("NAME", ">ROWS", "EMPTY", "STATE")
                .row("日本語", "5", "", Ink.GREEN.on("applied"))
                .row("a\tb\u001b", "1,000", "", "failed");
        assertThat(table.lines().stream().map(Paper::plain))
                .containsExactly(
                        "NAME           ROWS  STATE", "日本語            5  applied", "a    b\\u001b  1,000  failed");
    }
}
