package dev.underpin.cli.json;

import dev.underpin.cli.demo.DemoReport;
import dev.underpin.cli.demo.LoadReport;
import dev.underpin.report.RunReport;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a demonstration showed, as a JSON document. */
public final class DemoJson {

    private DemoJson() {}

    public static String of(DemoReport report) {
        var node = ReportJson.document("demo").put("exitCode", 0);
        node.put("guide", report.guide().title());
        node.put("rows", report.rows());
        node.put("contentsEqual", true);
        node.set("apply", run(Optional.of(report.apply())));
        node.set("writersDuringApply", load(Optional.of(report.duringApply())));
        node.set("rollback", run(report.rollback()));
        node.set("writersDuringRollback", load(report.duringRollback()));
        ReportJson.put(node, "url", report.url());
        return node.toPrettyString();
    }

    private static JsonNode run(Optional<RunReport> report) {
        return report.<JsonNode>map(ReportJson::run).orElse(JsonNodeFactory.instance.nullNode());
    }

    private static JsonNode load(Optional<LoadReport> load) {
        return load.<JsonNode>map(seen -> JsonNodeFactory.instance
                        .objectNode()
                        .put("writes", seen.writes())
                        .put("errors", seen.failures())
                        .put("longestStallMs", seen.stall().toMillis()))
                .orElse(JsonNodeFactory.instance.nullNode());
    }
}
