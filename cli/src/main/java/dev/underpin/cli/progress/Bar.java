package dev.underpin.cli.progress;

/** A bar that fills. */
final class Bar {

    static final int WIDEST = 24;
    static final int NARROWEST = 8;
    private static final String EIGHTHS = "▏▎▍▌▋▊▉";

    private Bar() {}

    /** @param cells between its ends */
    static String of(double share, int cells, boolean unicode) {
        double bounded = Math.max(0, Math.min(1, share));
        if (!unicode) {
            int full = (int) Math.floor(bounded * cells);
            return "[" + "#".repeat(full) + "-".repeat(cells - full) + "]";
        }
        int eighths = (int) Math.floor(bounded * cells * 8);
        int full = eighths / 8;
        int rest = eighths % 8;
        String filled = "█".repeat(full) + (rest == 0 ? "" : EIGHTHS.charAt(rest - 1));
        return "│" + filled + " ".repeat(cells - filled.length()) + "│";
    }
}
