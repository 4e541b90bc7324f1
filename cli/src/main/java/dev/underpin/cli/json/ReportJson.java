package dev.underpin.cli.json;

import dev.underpin.report.ActionReport;
import dev.underpin.report.Activity;
import dev.underpin.report.Activity.Figures;
import dev.underpin.report.Activity.Hindrance;
import dev.underpin.report.Estimate;
import dev.underpin.report.MaintenanceReport;
import dev.underpin.report.MeasurementReport;
import dev.underpin.report.MeasurementReport.Rehearsed;
import dev.underpin.report.MeasurementReport.Sample;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.ServerTarget;
import dev.underpin.report.StatusReport;
import dev.underpin.report.StepReport;
import dev.underpin.report.TimeLeft;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reports as JSON, schema version 1: a key that is there once stays there, null where it has no value. */
final class ReportJson {

    static final int SCHEMA_VERSION = 1;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private ReportJson() {}

    /** The beginning of every document. */
    static ObjectNode document(String command) {
        return NODES.objectNode().put("schemaVersion", SCHEMA_VERSION).put("command", command);
    }

    static ObjectNode run(RunReport report) {
        ObjectNode node = document(report.command());
        node.put("plan", report.plan());
        put(node, "runId", report.runId());
        put(node, "state", report.state().map(Enum::name));
        node.put("exitCode", report.outcome().exitCode());
        node.set("target", target(report.target()));
        node.set("steps", list(report.steps(), ReportJson::step));
        node.set("measurements", list(report.measurements(), ReportJson::measurement));
        node.set("findings", findings(report.findings()));
        node.set("nextCommands", strings(report.nextCommands()));
        return node;
    }

    static JsonNode target(Optional<ServerTarget> target) {
        if (target.isEmpty()) {
            return NODES.nullNode();
        }
        ServerTarget t = target.get();
        return NODES.objectNode()
                .put("host", t.host())
                .put("port", t.port())
                .put("database", t.database())
                .put("user", t.user())
                .put("serverVersion", t.serverVersion())
                .put("dialect", t.dialect())
                .put("standby", t.standby());
    }

    private static void step(ObjectNode node, StepReport step) {
        node.put("id", step.id());
        node.put("uses", step.uses());
        node.put("state", step.state().name());
        node.put("durationMs", step.durationMs());
        node.put("conditional", step.conditional());
        step.estimate().ifPresent(estimate -> node.set("estimate", estimate(estimate)));
        node.set("actions", list(step.actions(), ReportJson::action));
    }

    private static ObjectNode estimate(Estimate estimate) {
        ObjectNode node = NODES.objectNode();
        node.set("becomes", strings(estimate.becomes()));
        node.set("rows", number(estimate.rows()));
        node.put("bytes", estimate.bytes());
        node.set("diskBytes", number(estimate.diskBytes()));
        node.put("leastMs", estimate.least().toMillis());
        node.put("mostMs", estimate.most().toMillis());
        return node;
    }

    private static JsonNode number(OptionalLong number) {
        return number.isPresent() ? NODES.numberNode(number.getAsLong()) : NODES.nullNode();
    }

    private static void action(ObjectNode node, ActionReport action) {
        node.put("key", action.key());
        node.put("title", action.title());
        node.set("sql", strings(action.sql()));
        node.put("mode", action.mode());
        node.set("locks", list(action.locks(), (lock, held) -> {
            put(lock, "relation", held.relation().map(Object::toString));
            lock.put("mode", held.mode().toString());
            lock.put("blocking", held.queueForming());
        }));
        node.put("blocks", action.blocks());
        node.put("undo", action.undo());
        put(node, "size", action.size());
        put(node, "note", action.note());
        node.put("state", action.state().name());
        node.put("durationMs", action.durationMs());
        node.put("rows", action.rows());
        node.set("actions", list(action.inner(), ReportJson::action));
    }

    private static void measurement(ObjectNode node, MeasurementReport measurement) {
        node.put("id", measurement.id());
        node.set("before", orNull(measurement.before().map(ReportJson::sample)));
        node.set("after", orNull(measurement.after().map(ReportJson::sample)));
        node.set("verdicts", list(measurement.verdicts(), (verdict, of) -> {
            verdict.put("expectation", of.expectation());
            verdict.put("met", of.met());
            verdict.put("actual", of.actual());
        }));
        node.set("rehearsed", orNull(measurement.rehearsed().map(ReportJson::rehearsed)));
    }

    private static ObjectNode rehearsed(Rehearsed rehearsed) {
        ObjectNode node =
                NODES.objectNode().put("table", rehearsed.table().toString()).put("rows", rehearsed.rows());
        node.set("ways", list(rehearsed.trials(), (way, trial) -> {
            way.put("way", trial.way());
            way.setAll(sample(trial.sample()));
        }));
        put(node, "advice", rehearsed.advice());
        return node;
    }

    private static JsonNode orNull(Optional<ObjectNode> node) {
        return node.<JsonNode>map(present -> present).orElseGet(NODES::nullNode);
    }

    private static ObjectNode sample(Sample sample) {
        ObjectNode node = NODES.objectNode()
                .put("runs", sample.runs())
                .put("p50Ms", sample.p50Ms())
                .put("p95Ms", sample.p95Ms())
                .put("p99Ms", sample.p99Ms())
                .put("executionMs", sample.executionMs())
                .put("access", sample.access());
        node.set("plan", plan(sample.plan()));
        return node;
    }

    /** As the server printed it; an empty object if that is not JSON. */
    private static JsonNode plan(String explained) {
        try {
            return explained.isBlank() ? NODES.objectNode() : MAPPER.readTree(explained);
        } catch (JacksonException notJson) {
            return NODES.objectNode();
        }
    }

    static ArrayNode findings(List<Problem> problems) {
        return list(problems, (node, problem) -> {
            node.put("severity", problem.finding().severity().name());
            node.put("code", problem.finding().code());
            put(node, "step", problem.step());
            put(node, "file", problem.place().map(Problem.Place::file));
            node.set(
                    "line",
                    problem.place()
                            .map(Problem.Place::line)
                            .<JsonNode>map(NODES::numberNode)
                            .orElse(NODES.nullNode()));
            node.set(
                    "column",
                    problem.place()
                            .map(Problem.Place::column)
                            .<JsonNode>map(NODES::numberNode)
                            .orElse(NODES.nullNode()));
            node.put("message", problem.finding().message());
            node.put("remedy", problem.finding().remedy());
            node.set("details", strings(problem.details()));
        });
    }

    static ObjectNode upkeep(MaintenanceReport upkeep) {
        ObjectNode node = document("maintain").put("exitCode", upkeep.outcome().exitCode());
        node.set("target", target(Optional.of(upkeep.target())));
        ArrayNode runs = NODES.arrayNode();
        upkeep.runs().forEach(run -> runs.add(run(run)));
        node.set("runs", runs);
        node.set("findings", NODES.arrayNode());
        return node;
    }

    static ObjectNode status(StatusReport status, int exitCode) {
        ObjectNode node = document("status").put("exitCode", exitCode);
        node.set("target", target(Optional.of(status.target())));
        ArrayNode runs = NODES.arrayNode();
        status.runs().forEach(run -> runs.add(run(run)));
        node.set("runs", runs);
        node.set("holders", list(status.holders(), (holder, of) -> {
            holder.put("plan", of.plan());
            holder.put("command", of.command());
            holder.put("host", of.host());
            holder.put("backendPid", of.backendPid());
            holder.put("since", of.since());
            put(holder, "runId", of.run());
            holder.set("activity", orNull(of.activity().map(ReportJson::activity)));
            holder.put("toldMsAgo", of.toldAgo().toMillis());
        }));
        node.set("backlogs", list(status.backlogs(), (backlog, of) -> {
            backlog.put("plan", of.plan());
            backlog.put("step", of.step());
            backlog.put("log", of.log());
            backlog.put("keys", of.keys());
            backlog.put("rollbackMs", of.wayBack().toMillis());
        }));
        node.set("waysBack", list(status.waysBack(), (way, of) -> {
            way.put("plan", of.plan());
            way.put("open", of.open());
            way.put("rollbackMs", of.about().toMillis());
            way.set("waitsFor", strings(of.waitsFor()));
            way.set("hindrances", findings(of.hindrances()));
        }));
        node.set("gates", list(status.gates(), (gate, of) -> {
            gate.put("plan", of.plan());
            gate.put("step", of.step());
            gate.put("gate", of.gate());
            gate.set("repeated", orNull(of.repeated().map(ReportJson::repeated)));
        }));
        node.set("findings", NODES.arrayNode());
        return node;
    }

    private static ObjectNode repeated(StatusReport.Repeated repeated) {
        return NODES.objectNode()
                .put("title", repeated.title())
                .put("endedAt", repeated.endedAt().toString())
                .put("held", repeated.held())
                .put("everyMs", repeated.every().toMillis());
    }

    private static ObjectNode activity(Activity activity) {
        ObjectNode node = NODES.objectNode().put("step", activity.step()).put("phase", activity.phase());
        put(node, "gate", activity.gate());
        node.set("pending", activity.pending().<JsonNode>map(NODES::numberNode).orElseGet(NODES::nullNode));
        node.set("tasks", list(activity.tasks(), (task, of) -> {
            task.put("step", of.step()).put("title", of.title());
            task.set("progress", orNull(of.figures().map(ReportJson::figures)));
            task.set("waiting", orNull(of.hindrance().map(ReportJson::hindrance)));
        }));
        return node;
    }

    private static ObjectNode figures(Figures seen) {
        ObjectNode node = NODES.objectNode()
                .put("done", seen.done())
                .put("total", seen.total())
                .put("unit", seen.unit())
                .put("rows", seen.rows())
                .put("rowsPerSecond", seen.rowsPerSecond());
        put(node, seen.left());
        return node.put("heldBack", seen.heldBack());
    }

    private static ObjectNode hindrance(Hindrance held) {
        ObjectNode node = NODES.objectNode()
                .put("reason", held.reason())
                .put("attempt", held.attempt())
                .put("waitedMs", held.waited().toMillis());
        node.set("blockers", strings(held.blockers()));
        return node;
    }

    /** The shorter and the longer time that is left, null while unknown. */
    static void put(ObjectNode node, Optional<TimeLeft> left) {
        left.ifPresentOrElse(
                known -> node.put("leftMs", known.least().toMillis())
                        .put("leftAtMostMs", known.most().toMillis()),
                () -> node.putNull("leftMs").putNull("leftAtMostMs"));
    }

    static <T> ArrayNode list(List<T> items, BiConsumer<ObjectNode, T> fill) {
        ArrayNode array = NODES.arrayNode();
        items.forEach(item -> fill.accept(array.addObject(), item));
        return array;
    }

    static ArrayNode strings(List<String> texts) {
        ArrayNode array = NODES.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    static void put(ObjectNode node, String key, Optional<String> value) {
        value.ifPresentOrElse(text -> node.put(key, text), () -> node.putNull(key));
    }
}
