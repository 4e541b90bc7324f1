package dev.underpin.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.cli.Samples;
import dev.underpin.cli.answer.Answer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnswerJsonTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** What the published form of the document promises; more keys may follow. */
    private static final String PROMISED = """
            { "schemaVersion": 1, "command": "apply", "plan": "messages-monthly", "runId": "r1", "state": "APPLIED", "exitCode": 0,
              "target": { "host": "db1", "port": 5432, "database": "chat", "user": "app", "serverVersion": "17.6", "dialect": "postgresql", "standby": false },
              "steps": [ { "id": "partition", "uses": "partitioning.convert", "state": "APPLIED", "durationMs": 38200,
                           "actions": [ { "key": "cutover", "sql": [], "mode": "CONVERGE", "locks": [], "state": "APPLIED", "durationMs": 0, "rows": 0,
                             "actions": [ { "key": "swap",
                               "sql": ["LOCK TABLE public.messages IN ACCESS EXCLUSIVE MODE", "ALTER TABLE public.messages\\n    RENAME TO messages_retired;"],
                               "mode": "TRANSACTION",
                               "locks": [ { "relation": "public.messages", "mode": "ACCESS EXCLUSIVE" }, { "relation": "public.messages_new", "mode": "ACCESS EXCLUSIVE" } ],
                               "state": "APPLIED", "durationMs": 42, "rows": 0 } ] } ] } ],
              "measurements": [ { "id": "recent-messages", "before": { "p50Ms": 12.3, "p95Ms": 20.5, "plan": [ { "Plan": {} } ] }, "after": { "p50Ms": 1.2, "p95Ms": 2.05, "plan": [ {} ] } } ],
              "findings": [ { "severity": "WARNING", "code": "E3104", "step": "partition", "file": null, "line": null, "column": null,
                              "message": "the table has no autovacuum settings", "remedy": "Set some." } ],
              "nextCommands": ["underpin finalize messages-monthly", "underpin rollback messages-monthly"] }
            """;

    @Test
    void aReportHasThePublishedForm() {
        assertContains(JSON.readTree(AnswerJson.of(new Answer.Ran(Samples.applied()))), JSON.readTree(PROMISED), "");
    }

    @Test
    void aStatusHoldsReportsOfTheSameForm() {
        JsonNode status = JSON.readTree(AnswerJson.of(new Answer.Stood(Samples.status())));
        assertContains(status.get("runs").get(0), JSON.readTree(PROMISED), "runs/0");
        JsonNode holder = status.get("holders").get(0);
        assertThat(holder.get("backendPid").asInt()).isEqualTo(4711);
        JsonNode copy = holder.get("activity").get("tasks").get(0);
        assertThat(copy.get("progress").get("leftMs").asLong()).isEqualTo(240_000);
        assertThat(copy.get("progress").get("leftAtMostMs").asLong()).isEqualTo(390_000);
        assertThat(holder.get("activity").get("pending").asLong()).isEqualTo(1200);
        assertThat(status.get("backlogs").get(0).get("keys").asLong()).isEqualTo(1200);
    }

    private static void assertContains(JsonNode actual, JsonNode promised, String path) {
        if (promised.isObject()) {
            promised.properties().forEach(entry -> {
                assertThat(actual.has(entry.getKey()))
                        .as(path + "/" + entry.getKey())
                        .isTrue();
                assertContains(actual.get(entry.getKey()), entry.getValue(), path + "/" + entry.getKey());
            });
        } else if (promised.isArray()) {
            assertThat(actual.size()).as(path).isEqualTo(promised.size());
            for (int i = 0; i < promised.size(); i++) {
                assertContains(actual.get(i), promised.get(i), path + "/" + i);
            }
        } else {
            assertThat(actual).as(path).isEqualTo(promised);
        }
    }
}
