package dev.underpin.cli.terminal;

/**
 * An emphasis of text. It is written into the text as two marks from Unicode's private use area, which {@link Paper} turns into
 * what the stream can show; so nothing that is printed can bring its own control sequences.
 */
public enum Ink {
    BOLD("1"),
    DIM("2"),
    RED("1;31"),
    GREEN("32"),
    YELLOW("33"),
    CYAN("36");

    static final char FIRST = '\uE7A0';
    static final char END = '\uE7AF';

    private final String code;

    Ink(String code) {
        this.code = code;
    }

    public String on(String text) {
        return text.isEmpty() ? text : (char) (FIRST + ordinal()) + text + END;
    }

    static boolean isMark(int character) {
        return character >= FIRST && character <= END;
    }

    /** The terminal's sequence for a mark. */
    static String sequence(int mark) {
        int index = mark - FIRST;
        return "\u001b[" + (index < values().length ? values()[index].code : "0") + "m";
    }
}
