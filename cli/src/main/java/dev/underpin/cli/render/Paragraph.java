package dev.underpin.cli.render;

import dev.underpin.cli.terminal.TextWidth;
import java.util.ArrayList;
import java.util.List;

/** A text in lines of a width, broken between words. */
final class Paragraph {

    private static final int NARROWEST = 20;

    private Paragraph() {}

    /** At least one line; a word that is too long has one of its own. */
    static List<String> lines(String text, int width) {
        int most = Math.max(NARROWEST, width);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && TextWidth.of(line.toString()) + 1 + TextWidth.of(word) > most) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
