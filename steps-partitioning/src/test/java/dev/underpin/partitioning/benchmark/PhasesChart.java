package dev.underpin.partitioning.benchmark;

import dev.underpin.partitioning.benchmark.Phases.Phase;
import java.util.List;
import java.util.Locale;

/** Bars, one a scenario: the plain script's time, and below it the conversion's, phase by phase; the writers' latency beside it. */
final class PhasesChart {

    private static final int LEFT = 270;
    private static final int WIDTH = 560;
    private static final int RIGHT = 230;
    private static final int ROW = 46;
    private static final int TOP = 58;

    /** In the order of the phases; each tells itself from its neighbours in grey, too. */
    private static final List<String> COLOURS = List.of(
            "#b8b8b8", "#8f8f8f", "#cfe3f7", "#2f6fb3", "#6aa5de", "#f0b35a", "#7a4fa3", "#c8503c", "#c3a6dc",
            "#dddddd");

    private static final String PLAIN = "#444444";

    private final List<Measured> measured;

    PhasesChart(List<Measured> measured) {
        this.measured = measured;
    }

    String svg() {
        double most = measured.stream()
                .mapToDouble(each -> Math.max(
                        Measured.seconds(each.plain()),
                        Measured.seconds(each.apply().total())))
                .max()
                .orElse(1);
        StringBuilder svg = new StringBuilder();
        int height = TOP + ROW * measured.size() + 16;
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                LEFT + WIDTH + RIGHT,
                height));
        legend(svg);
        text(svg, LEFT + WIDTH + 12, TOP - 8, "writers: median / p99 / longest");
        axis(svg, most, height);
        for (int i = 0; i < measured.size(); i++) {
            row(svg, measured.get(i), TOP + ROW * i, WIDTH / most);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void legend(StringBuilder svg) {
        int y = 14;
        bar(svg, 12, y - 10, 12, 12, PLAIN, "plain SQL");
        text(svg, 29, y, "plain SQL");
        int x = 110;
        for (Phase phase : Phase.values()) {
            int width = 26 + phase.title.length() * 7;
            if (x + width > LEFT + WIDTH + RIGHT) {
                x = 12;
                y += 18;
            }
            bar(svg, x, y - 10, 12, 12, COLOURS.get(phase.ordinal()), phase.title);
            text(svg, x + 17, y, phase.title);
            x += width;
        }
    }

    private static void axis(StringBuilder svg, double most, int height) {
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        double step = most / power > 5 ? power : power / 2;
        for (double at = 0; at <= most; at += step) {
            double x = LEFT + at * WIDTH / most;
            bar(svg, x, TOP - 4, 0.5, height - TOP - 8, "#cccccc", "");
            text(svg, (int) x - 6, TOP - 8, String.format(Locale.ROOT, at == Math.rint(at) ? "%.0f s" : "%.1f s", at));
        }
    }

    private static void row(StringBuilder svg, Measured one, int y, double scale) {
        text(svg, 12, y + 24, one.scenario().title());
        double plain = Measured.seconds(one.plain());
        bar(svg, LEFT, y + 6, plain * scale, 10, PLAIN, String.format(Locale.ROOT, "plain SQL: %.1f s", plain));
        double x = LEFT;
        for (Phase phase : Phase.values()) {
            double seconds = Measured.seconds(one.apply().in(phase));
            bar(
                    svg,
                    x,
                    y + 18,
                    seconds * scale,
                    16,
                    COLOURS.get(phase.ordinal()),
                    String.format(Locale.ROOT, "%s: %.1f s", phase.title, seconds));
            x += seconds * scale;
        }
        text(svg, (int) x + 6, y + 31, String.format(Locale.ROOT, "%.2f ×", one.totalRatio()));
        one.writers()
                .ifPresent(writers -> text(
                        svg,
                        LEFT + WIDTH + 12,
                        y + 24,
                        String.format(
                                Locale.ROOT,
                                "%.1f / %.1f / %d ms",
                                writers.median().toNanos() / 1e6,
                                writers.p99().toNanos() / 1e6,
                                writers.longest().toMillis())));
    }

    private static void bar(
            StringBuilder svg, double x, double y, double width, double height, String colour, String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s</title></rect>%n",
                x,
                y,
                width,
                height,
                colour,
                title));
    }

    private static void text(StringBuilder svg, int x, int y, String text) {
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"#222222\">%s</text>%n", x, y, text));
    }
}
