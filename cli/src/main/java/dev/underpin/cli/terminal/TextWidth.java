package dev.underpin.cli.terminal;

import java.lang.Character.UnicodeScript;

/** How many columns of a terminal a text takes. */
public final class TextWidth {

    private TextWidth() {}

    public static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int character) {
        if (Ink.isMark(character)) {
            return 0;
        }
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(character) ? 2 : 1;
        };
    }

    private static boolean isWide(int character) {
        if (character < 0x1100) {
            return false;
        }
        if (character >= 0x1F300 && character <= 0x1FAFF || character >= 0xFF01 && character <= 0xFF60) {
            return true;
        }
        if (character >= 0x3000 && character <= 0x303E) {
            return true;
        }
        UnicodeScript script = UnicodeScript.of(character);
        return script == UnicodeScript.HAN
                || script == UnicodeScript.HIRAGANA
                || script == UnicodeScript.KATAKANA && !(character >= 0xFF61 && character <= 0xFF9F)
                || script == UnicodeScript.HANGUL && (character <= 0x115F || character >= 0xA960);
    }

    public static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - of(text)));
    }

    public static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - of(text))) + text;
    }

    /** The text, or as much of its beginning as fits with an ellipsis. Emphasis that is cut off is ended. */
    public static String fit(String text, int width) {
        if (of(text) <= width) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        boolean inked = false;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            int columns = of(character);
            if (used + columns > Math.max(0, width - 1)) {
                break;
            }
            inked = Ink.isMark(character) ? character != Ink.END : inked;
            kept.appendCodePoint(character);
            used += columns;
            i += Character.charCount(character);
        }
        return kept + (width > 0 ? "…" : "") + (inked ? String.valueOf(Ink.END) : "");
    }
}
