package dev.underpin.cli.json;

import dev.underpin.report.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An event as one line of JSON; the names of types and keys are stable. */
public final class EventJson {

    private EventJson() {}

    /**
     * Without a line feed.
     *
     * @param run the run that is worked on, as far as that is known
     */
    public static String of(Instant at, Optional<String> run, RunEvent event) {
        return Typed.of(at, run, event).toString();
    }

    /** One branch per kind of event; the sealed type keeps the list complete. */
    private static final class Typed {

        private final ObjectNode node = JsonNodeFactory.instance.objectNode();

        static ObjectNode of(Instant at, Optional<String> run, RunEvent event) {
            Typed typed = new Typed();
            typed.node.put("timestamp", at.toString());
            ReportJson.put(typed.node, "runId", run);
            typed.fill(event);
            return typed.node;
        }

        private void fill(RunEvent event) {
            if (event instanceof RunEvent.Connected e) {
                type("connected").set("target", ReportJson.target(Optional.of(e.target())));
            } else if (event instanceof RunEvent.RunStarted e) {
                type("run-started").put("runId", e.run()).put("plan", e.plan()).put("command", e.command());
            } else if (event instanceof RunEvent.RunEnded e) {
                type("run-ended")
                        .put("runId", e.run())
                        .put("plan", e.plan())
                        .put("state", e.state().name())
                        .put("outcome", e.outcome().name())
                        .put("exitCode", e.outcome().exitCode());
            } else if (event instanceof RunEvent.StepStarted e) {
                type("step-started").put("step", e.step()).put("uses", e.uses()).put("phase", e.phase());
            } else if (event instanceof RunEvent.StepEnded e) {
                type("step-ended")
                        .put("step", e.step())
                        .put("state", e.state().name())
                        .put("tookMs", e.took().toMillis());
            } else {
                fillWithinStep(event);
            }
        }

        private void fillWithinStep(RunEvent event) {
            if (event instanceof RunEvent.ActionStarted e) {
                action("action-started", e.step(), e.key())
                        .put("title", e.title())
                        .put("mode", e.mode());
            } else if (event instanceof RunEvent.ActionEnded e) {
                action("action-ended", e.step(), e.key())
                        .put("title", e.title())
                        .put("state", e.state().name())
                        .put("tookMs", e.took().toMillis())
                        .put("rows", e.rows());
            } else if (event instanceof RunEvent.Progress e) {
                progress(e);
            } else if (event instanceof RunEvent.Waiting e) {
                action("waiting", e.step(), e.key())
                        .put("reason", e.reason())
                        .put("attempt", e.attempt())
                        .put("waitedMs", e.waited().toMillis())
                        .set("blockers", strings(e.blockers()));
            } else if (event instanceof RunEvent.GateClosed e) {
                type("gate-closed").put("step", e.step()).put("gate", e.gate()).put("pending", e.pending());
            } else if (event instanceof RunEvent.Draining e) {
                type("draining")
                        .put("step", e.step())
                        .put("untilStopped", e.untilStopped())
                        .put("pending", e.pending());
            } else if (event instanceof RunEvent.Checked e) {
                type("checked")
                        .put("step", e.step())
                        .put("id", e.id())
                        .put("title", e.title())
                        .put("passed", e.passed())
                        .set("details", strings(e.details()));
            } else if (event instanceof RunEvent.Measured e) {
                type("measured")
                        .put("id", e.id())
                        .put("when", e.before() ? "before" : "after")
                        .put("p50Ms", e.p50Ms())
                        .put("p95Ms", e.p95Ms());
            } else if (event instanceof RunEvent.Noticed e) {
                type("noticed")
                        .set(
                                "finding",
                                ReportJson.findings(List.of(e.problem())).get(0));
            } else {
                throw new IllegalArgumentException(event.toString());
            }
        }

        private void progress(RunEvent.Progress e) {
            action("progress", e.step(), e.key())
                    .put("title", e.title())
                    .put("done", e.done())
                    .put("total", e.total())
                    .put("unit", e.unit())
                    .put("rows", e.rows())
                    .put("rowsPerSecond", e.rowsPerSecond());
            ReportJson.put(node, e.left());
            node.put("heldBack", e.heldBack());
        }

        private ObjectNode type(String name) {
            return node.put("type", name);
        }

        private ObjectNode action(String name, String step, String key) {
            return type(name).put("step", step).put("key", key);
        }

        private static ArrayNode strings(List<String> texts) {
            return ReportJson.strings(texts);
        }
    }
}
