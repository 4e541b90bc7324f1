package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.cli.terminal.Table;
import dev.underpin.cli.terminal.TextWidth;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Measurements as a table of before and after, and below it what they should have shown. */
final class MeasurementText {

    private static final int LONGEST_ACTUAL = 60;

    private MeasurementText() {}

    static List<String> lines(List<MeasurementReport> measurements) {
        Table table = new Table("MEASUREMENT", "", ">BEFORE", ">AFTER", ">CHANGE", "PLAN");
        for (MeasurementReport measurement : measurements) {
            row(
                    table,
                    Ink.BOLD.on(measurement.id()),
                    "p50",
                    measurement,
                    Sample::p50Ms,
                    access("before", measurement.before()));
            row(table, "", "p95", measurement, Sample::p95Ms, access("after", measurement.after()));
            row(table, "", "executor", measurement, Sample::executionMs, "");
        }
        List<String> lines = new ArrayList<>(table.lines());
        for (MeasurementReport measurement : measurements) {
            measurement
                    .verdicts()
                    .forEach(verdict -> lines.add((verdict.met() ? Ink.GREEN.on("met   ") : Ink.RED.on("missed"))
                            + " " + measurement.id() + ": " + verdict.expectation()
                            + (verdict.actual().isEmpty()
                                    ? ""
                                    : Ink.DIM.on(" (" + TextWidth.fit(verdict.actual(), LONGEST_ACTUAL) + ")"))));
        }
        return lines;
    }

    private static void row(
            Table table,
            String name,
            String figure,
            MeasurementReport measurement,
            ToDoubleFunction<Sample> value,
            String access) {
        table.row(
                name,
                figure,
                measurement
                        .before()
                        .map(value::applyAsDouble)
                        .map(Quantities::latency)
                        .orElse(""),
                measurement
                        .after()
                        .map(value::applyAsDouble)
                        .map(Quantities::latency)
                        .orElse(""),
                measurement
                        .before()
                        .flatMap(before -> measurement
                                .after()
                                .map(after -> change(value.applyAsDouble(before), value.applyAsDouble(after))))
                        .orElse(""),
                access);
    }

    private static String access(String when, Optional<Sample> sample) {
        return sample.map(Sample::access)
                .filter(access -> !access.isEmpty())
                .map(access -> when + ": " + access)
                .orElse("");
    }

    static String change(double before, double after) {
        if (before <= 0) {
            return "";
        }
        long percent = Math.round((after - before) / before * 100);
        String text = String.format(Locale.ROOT, "%+d %%", percent);
        return percent <= -10 ? Ink.GREEN.on(text) : percent >= 10 ? Ink.RED.on(text) : text;
    }
}
