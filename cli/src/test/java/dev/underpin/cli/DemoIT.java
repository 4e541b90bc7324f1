package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.underpin.testkit.SideBySide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo with a server of its own. */
@SideBySide
class DemoIT {

    @TempDir
    Path directory;

    /** As the system's folder for temporary files is: root's server runs as somebody who has to pass. */
    @BeforeEach
    void letEverybodyPass() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    }

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
        assertThat(rollback.run("rollback", "messages-monthly", "--yes", "--url", url))
                .as(rollback.err())
                .isZero();

        FakeHost stop = host();
        assertThat(stop.run("demo", "--stop")).isZero();
        assertThat(stop.out()).contains("1 demo server stopped and removed");
        assertThat(left()).isEmpty();
        assertThat(host().run("status", "--url", url)).isEqualTo(10);
    }

    @Test
    void aKeptServerIsForWhoStartedItAlone() throws Exception {
        FakeHost host = host();
        assertThat(host.run("demo", "--rows", "2000", "--keep", "--output", "json"))
                .as(host.err())
                .isZero();
        String url = JsonMapper.shared().readTree(host.out()).get("url").asString();
        try {
            Path folder = left().get(0);
            Path secret = Path.of(url.substring(url.indexOf("passfile=") + "passfile=".length()));
            String password = Files.readString(secret).strip().replaceFirst("127[.]0[.]0[.]1:\\d+:[*]:postgres:", "");
            assertThat(password).matches("[0-9a-f]{48}");

            String closed = "jdbc:" + url.substring(0, url.indexOf('?')).replace("postgres@", "");
            for (String wrong : List.of("", "postgres")) {
                assertThatThrownBy(() -> DriverManager.getConnection(closed, "postgres", wrong))
                        .isInstanceOf(SQLException.class);
            }
            try (Connection open = DriverManager.getConnection(closed, "postgres", password);
                    Statement statement = open.createStatement()) {
                assertThat(value(statement, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(value(statement, "SHOW unix_socket_directories")).isEmpty();
                assertThat(value(
                                statement,
                                "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"))
                        .isEqualTo("0");
                statement.execute("CREATE TEMPORARY TABLE said (uid text)");
                statement.execute("COPY said FROM PROGRAM 'id -u'");
                assertThat(value(statement, "SELECT uid FROM said")).isNotEqualTo("0");
            }
            assertThat(Files.getPosixFilePermissions(secret)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(folder).toString()).doesNotContain("OTHERS");
            assertThat(Files.getPosixFilePermissions(folder.resolve("data")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(commandLines()).doesNotContain(password);
        } finally {
            host().run("demo", "--stop");
        }
        assertThat(left()).isEmpty();
    }

    private static String value(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String commandLines() {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void rootIsToldWhereItsServerCannotGetIn() throws IOException {
        assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "only root's server runs as somebody else");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        FakeHost host = host();
        assertThat(host.run("demo", "--rows", "2000")).isEqualTo(4);
        assertThat(host.err()).contains("error[E8211]", "nobody", "-Djava.io.tmpdir=/tmp");
        assertThat(left()).isEmpty();
    }

    /** Anybody can make a folder there; root may remove every one, and must not for being asked to remove its own. */
    @Test
    void foldersOfOthersAreLeftAlone() throws IOException {
        assumeTrue(Files.getAttribute(directory, "unix:uid").equals(0), "only root can make what belongs to another");
        Path theirs = Files.createDirectory(directory.resolve("underpin-demo-theirs"));
        Files.setAttribute(theirs, "unix:uid", 65_534);
        Files.createSymbolicLink(directory.resolve("underpin-demo-link"), Path.of("/etc"));
        FakeHost stop = host();
        assertThat(stop.run("demo", "--stop")).isZero();
        assertThat(stop.out()).contains("0 demo servers stopped and removed");
        assertThat(left()).hasSize(2);
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
