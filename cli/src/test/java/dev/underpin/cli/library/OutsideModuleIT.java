package dev.underpin.cli.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** The module that the documentation shows, built and tested by a stranger, against the packaged modules alone. */
@PostgresTest
@SideBySide
class OutsideModuleIT {

    private static final Path SOURCES = Path.of("../docs/examples/step-module");
    private static final Path FOLDER = Path.of("target/step-module").toAbsolutePath();
    private static final Path TOOL = Path.of("target/dist/lib/underpin-cli.jar").toAbsolutePath();

    private static @Nullable ApplicationBuild built;

    @TempDir
    private Path directory;

    @BeforeAll
    static void build() throws Exception {
        built = ApplicationBuild.of(
                SOURCES, FOLDER, "verify", "-Dpostgres.major=" + System.getProperty("postgres.major", "17"));
    }

    private static Path project() {
        return Objects.requireNonNull(built).project();
    }

    @Test
    void itsTestsWereRunAndPassed() throws Exception {
        Map<String, Integer> passed = new TreeMap<>();
        try (Stream<Path> reports = Files.list(project().resolve("target/failsafe-reports"))) {
            for (Path report : reports.filter(
                            file -> file.getFileName().toString().startsWith("TEST-"))
                    .toList()) {
                Element suite = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(report.toFile())
                        .getDocumentElement();
                assertThat(List.of(number(suite, "failures"), number(suite, "errors"), number(suite, "skipped")))
                        .as("failures, errors and skipped tests in %s", report)
                        .containsOnly(0);
                passed.put(suite.getAttribute("name"), number(suite, "tests"));
            }
        }

        assertThat(passed.keySet())
                .containsExactly(
                        "org.example.comments.CommentTableContractTest",
                        "org.example.comments.audited.AuditedCommentsContractTest",
                        "org.example.comments.audited.AuditedDialectContractTest",
                        "org.example.comments.audited.AuditedServerIT");
        assertThat(passed.get("org.example.comments.CommentTableContractTest")).isGreaterThanOrEqualTo(14);
        assertThat(passed.get("org.example.comments.audited.AuditedCommentsContractTest"))
                .isGreaterThanOrEqualTo(7);
        assertThat(passed.get("org.example.comments.audited.AuditedServerIT")).isEqualTo(2);
    }

    private static int number(Element suite, String attribute) {
        return Integer.parseInt(suite.getAttribute(attribute));
    }

    /** So that nobody copies a pom with other versions than these. */
    @Test
    void itsPomNamesTheVersionsOfToday() throws Exception {
        String pom = Files.readString(project().resolve("pom.xml"));

        assertThat(pom)
                .contains("<underpin.version>" + ApplicationBuild.ours("/project/version") + "</underpin.version>")
                .contains("<version>" + ApplicationBuild.ours("/project/properties/jakarta-inject.version")
                        + "</version>")
                .contains("<postgres.major>" + ApplicationBuild.ours("/project/properties/postgres.major")
                        + "</postgres.major>");
    }

    @Test
    void itsJarInAFolderIsAPluginOfTheTool(TestDatabase database) throws Exception {
        database.execute("CREATE TABLE messages (id int PRIMARY KEY)");
        Path plugins = Files.createDirectories(directory.resolve("plugins"));
        Path jar = Files.copy(
                project().resolve("target/comments.jar"),
                plugins.resolve("comments.jar"),
                StandardCopyOption.REPLACE_EXISTING);
        Path plan = Files.writeString(directory.resolve("plan.yaml"), """
                apiVersion: underpin/v1
                plan: comments
                steps:
                  - id: comment
                    uses: comments.table
                    with: { table: public.messages, text: What people said to each other. }
                """);

        assertThat(tool(Map.of(), 2, "steps", "comments.table")).contains("E8108");
        assertThat(tool(Map.of(), 0, "steps", "comments.table", "--plugins", plugins.toString()))
                .contains("Sets the comment of a table.", "The comment.", jar.toString());
        assertThat(tool(Map.of("UNDERPIN_PLUGINS", plugins.toString()), 0, "validate", plan.toString()))
                .contains("comments");
        tool(
                Map.of("UNDERPIN_PLUGINS", plugins.toString()),
                0,
                "apply",
                plan.toString(),
                "--yes",
                "--url",
                database.url());
        assertThat(database.queryText("SELECT obj_description('messages'::regclass, 'pg_class')"))
                .isEqualTo("What people said to each other.");
        tool(Map.of(), 0, "rollback", "comments", "--yes", "--url", database.url());
        assertThat(database.queryBoolean("SELECT obj_description('messages'::regclass, 'pg_class') IS NULL"))
                .isTrue();
    }

    /** What the packaged command says. */
    private String tool(Map<String, String> variables, int exitCode, String... arguments) throws Exception {
        assertThat(TOOL)
                .as("the command has to be packaged first: ./mvnw package")
                .exists();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                TOOL.toString(),
                "dev.underpin.cli.Main"));
        command.addAll(List.of(arguments));
        Path output = directory.resolve("tool.out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        int exited = process.waitFor();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(exited).as(said).isEqualTo(exitCode);
        return said;
    }
}
