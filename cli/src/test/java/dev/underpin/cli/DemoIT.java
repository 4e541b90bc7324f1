package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo with a server of its own. */
class DemoIT {

    @TempDir
    Path directory;

    private FakeHost host() {
        return new FakeHost(Terminal.none(), directory).realEngine();
    }

    private List<Path> left() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void itShowsThePlanAppliedAndTakenBackAndLeavesNothingBehind() throws IOException {
        FakeHost host = host();
        assertThat(host.run("demo", "000", "--rows", "5000"))
                .as(host.out() + host.err())
                .isZero();
        assertThat(host.out())
                .contains(
                        "5,000 messages loaded",
                        "messages-monthly: applied",
                        "MEASUREMENT",
                        "messages-monthly: verified",
                        "messages-monthly: rolled back",
                        "changes during the apply: 0 errors, longest stall",
                        "changes during the rollback: 0 errors, longest stall",
                        "nothing was lost");
        assertThat(left()).isEmpty();
    }

    @Test
    void aKeptServerCanBeUsedAndStopped() throws IOException {
        FakeHost host = host();
        assertThat(host.run("demo", "--rows", "5000", "--keep", "--output", "json"))
                .as(host.err())
                .isZero();
        JsonNode demo = JsonMapper.shared().readTree(host.out());
        assertThat(demo.get("contentsEqual").asBoolean()).isTrue();
        assertThat(demo.get("writersDuringApply").get("errors").asInt()).isZero();
        String url = demo.get("url").asString();

        FakeHost status = host();
        assertThat(status.run("status", "--url", url)).isZero();
        assertThat(status.out()).contains("messages-monthly", "applied");
        FakeHost rollback = host();
        assertThat(rollback.run("rollback", "messages-monthly", "--url", url))
                .as(rollback.err())
                .isZero();

        FakeHost stop = host();
        assertThat(stop.run("demo", "--stop")).isZero();
        assertThat(stop.out()).contains("1 demo server stopped and removed");
        assertThat(left()).isEmpty();
        assertThat(host().run("status", "--url", url)).isEqualTo(10);
    }

    @Test
    void anInterruptLeavesNothingBehind() throws Exception {
        FakeHost host = host();
        CompletableFuture<Integer> demo = CompletableFuture.supplyAsync(() -> host.run("demo", "--rows", "50000"));
        await().atMost(Duration.ofSeconds(90)).until(() -> host.out().contains("writers begin") || demo.isDone());
        host.interrupt();
        assertThat(demo.get(90, TimeUnit.SECONDS)).as(host.err()).isEqualTo(130);
        assertThat(left()).isEmpty();
    }

    @Test
    void aGuideThatDoesNotExistAndRowsBeyondReasonAreUsageErrors() {
        FakeHost host = host();
        assertThat(host.run("demo", "message")).isEqualTo(2);
        assertThat(host.run("demo", "--rows", "0")).isEqualTo(2);
        assertThat(host.err()).contains("Did you mean \"messages\"?", "--rows 0 is out of range");
    }
}
