package dev.underpin.cli.progress;

/** A bar that fills. */
final class Bar {

    private static final int CELLS = 24;
    private static final String EIGHTHS = "▏▎▍▌▋▊▉";

    private Bar() {}

    static String of(double share, boolean unicode) {
        double bounded = Math.max(0, Math.min(1, share));
        if (!unicode) {
            int full = (int) Math.floor(bounded * CELLS);
            return "[" + "#".repeat(full) + "-".repeat(CELLS - full) + "]";
        }
        int eighths = (int) Math.floor(bounded * CELLS * 8);
        int full = eighths / 8;
        int rest = eighths % 8;
        String filled = "█".repeat(full) + (rest == 0 ? "" : EIGHTHS.charAt(rest - 1));
        return "│" + filled + " ".repeat(CELLS - filled.length()) + "│";
    }
}
