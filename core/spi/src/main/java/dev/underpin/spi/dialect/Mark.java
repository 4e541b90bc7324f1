package dev.underpin.spi.dialect;

/**
 * A comment in each statement that the tool sends. Servers keep it in what they tell of statements that were executed, where
 * nothing else distinguishes a statement of the tool from one of an application.
 */
public final class Mark {

    public static final String TEXT = "/* underpin */";

    private Mark() {}

    /** Behind the first word, for what stands before or behind a statement is not kept everywhere. */
    public static String in(String sql) {
        int end = 0;
        while (end < sql.length() && isLetter(sql.charAt(end))) {
            end++;
        }
        return end > 0 && (end == sql.length() || !belongsToName(sql.charAt(end)))
                ? sql.substring(0, end) + " " + TEXT + sql.substring(end)
                : TEXT + " " + sql;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean belongsToName(char c) {
        return (c >= '0' && c <= '9') || c == '_' || c == '$' || c >= 0x80;
    }
}
