package dev.underpin.cli.terminal;

import java.util.Locale;

/** Makes text fit to be shown: emphasis as the stream allows it, control characters visible instead of obeyed. */
public final class Paper {

    private Paper() {}

    public static String plain(String text) {
        return show(text, false);
    }

    static String show(String text, boolean colours) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        clean(text).codePoints().forEach(character -> {
            if (Ink.isMark(character)) {
                shown.append(colours ? Ink.sequence(character) : "");
            } else {
                shown.appendCodePoint(character);
            }
        });
        return shown.toString();
    }

    /** The text with its emphasis, and with nothing that a terminal would obey but line feeds. */
    static String clean(String text) {
        StringBuilder shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            if (character == '\n') {
                shown.append('\n');
            } else if (character == '\t') {
                shown.append("    ");
            } else if (isControl(character)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", character));
            } else {
                shown.appendCodePoint(character);
            }
        });
        return shown.toString();
    }

    private static boolean isControl(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            // Marks that reorder what follows them; the joiners of scripts and emoji are harmless.
            case Character.FORMAT -> character != 0x200C && character != 0x200D;
            default -> false;
        };
    }
}
