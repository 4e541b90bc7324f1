package dev.underpin.cli.render;

import dev.underpin.cli.terminal.Ink;
import dev.underpin.cli.terminal.Table;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.MeasurementReport.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How measured queries do on a sample of a table, in each way to have it. */
final class RehearsalText {

    private RehearsalText() {}

    /** For each table of the database its queries' medians, and below which of them speak for less than the plan. */
    static List<String> lines(List<MeasurementReport> measurements) {
        Map<String, Table> tables = new LinkedHashMap<>();
        Map<String, Map<String, List<String>>> advised = new LinkedHashMap<>();
        for (MeasurementReport measurement : measurements) {
            measurement.rehearsed().ifPresent(rehearsed -> {
                String of = rehearsed.table().toString();
                tables.computeIfAbsent(of, first -> table(rehearsed)).row(row(measurement.id(), rehearsed.trials()));
                rehearsed
                        .advice()
                        .ifPresent(advice -> advised.computeIfAbsent(of, first -> new LinkedHashMap<>())
                                .computeIfAbsent(advice, first -> new ArrayList<>())
                                .add(measurement.id()));
            });
        }
        List<String> lines = new ArrayList<>();
        tables.forEach((of, table) -> {
            lines.addAll(table.lines());
            advised.getOrDefault(of, Map.of())
                    .forEach((advice, queries) -> lines.add(String.join(", ", queries) + ": " + advice));
        });
        return lines;
    }

    private static Table table(Rehearsed rehearsed) {
        List<String> headers = new ArrayList<>();
        headers.add("MEDIAN ON " + Quantities.count(rehearsed.rows()) + " ROWS OF " + rehearsed.table());
        rehearsed.trials().forEach(trial -> headers.add(">" + trial.way().toUpperCase(Locale.ROOT)));
        return new Table(headers.toArray(new String[0]));
    }

    private static String[] row(String id, List<Trial> trials) {
        List<String> cells = new ArrayList<>();
        cells.add(Ink.BOLD.on(id));
        trials.forEach(trial -> cells.add(Quantities.latency(trial.sample().p50Ms())));
        return cells.toArray(new String[0]);
    }
}
