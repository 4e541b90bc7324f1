package dev.underpin.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks a line at blanks where it is wider than the terminal, and sets what follows under the beginning of its text. */
final class Wrap {

    /** Blanks, and a label such as {@code help:} with the blanks behind it. */
    private static final Pattern BEGINNING = Pattern.compile("^ *(?:\\S?(?:help|state|next|while):\\S? +)?");

    private static final int DEEPEST = 24;

    private Wrap() {}

    /** Emphasis goes on from one line to the next. A line without a place to break stays as it is. */
    static List<String> lines(String text, int width) {
        if (TextWidth.of(text) <= width) {
            return List.of(text);
        }
        String indent = " ".repeat(Math.min(DEEPEST, beginning(text)));
        List<String> lines = new ArrayList<>();
        String rest = text;
        while (TextWidth.of(rest) > width) {
            int at = lastBlank(rest, width, indent.length());
            if (at < 0) {
                break;
            }
            lines.add(rest.substring(0, at).stripTrailing());
            rest = indent + rest.substring(at).stripLeading();
        }
        lines.add(rest);
        return joined(lines);
    }

    private static int beginning(String text) {
        Matcher found = BEGINNING.matcher(text);
        return found.find() ? TextWidth.of(found.group()) : 0;
    }

    /** The last blank before the width, or the first one behind it; negative if there is none behind the indent. */
    private static int lastBlank(String text, int width, int indent) {
        int columns = 0;
        int last = -1;
        for (int i = 0; i < text.length(); i++) {
            columns += TextWidth.of(String.valueOf(text.charAt(i)));
            if (text.charAt(i) == ' ' && columns > indent + 1) {
                if (columns > width + 1) {
                    return last < 0 ? i : last;
                }
                last = i;
            }
        }
        return last;
    }

    /** Ends at each line's end what is emphasised, and begins it again. */
    private static List<String> joined(List<String> lines) {
        List<String> whole = new ArrayList<>();
        String open = "";
        for (String line : lines) {
            String begun = open.isEmpty() ? line : indented(line, open);
            for (char character : line.toCharArray()) {
                open = !Ink.isMark(character) ? open : character == Ink.END ? "" : String.valueOf(character);
            }
            whole.add(open.isEmpty() ? begun : begun + Ink.END);
        }
        return whole;
    }

    private static String indented(String line, String mark) {
        int text = 0;
        while (text < line.length() && line.charAt(text) == ' ') {
            text++;
        }
        return line.substring(0, text) + mark + line.substring(text);
    }
}
