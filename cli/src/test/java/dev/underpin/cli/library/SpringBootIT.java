package dev.underpin.cli.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.testkit.PostgresTest;
import dev.underpin.testkit.SideBySide;
import dev.underpin.testkit.TestDatabase;
import dev.underpin.testkit.snapshot.CatalogSnapshot;
import dev.underpin.testkit.snapshot.DataDigest;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications with Spring Boot's versions of everything apply a plan at their start, and roll it back, with Boot's own pool. */
@PostgresTest
@SideBySide
class SpringBootIT {

    private static final Path SOURCES = Path.of("src/it/spring-boot");
    private static final Path FOLDER = Path.of("target/spring-boot").toAbsolutePath();
    private static final Pattern COMPLAINT =
            Pattern.compile("\\b(WARN|ERROR|Exception|Error)\\b|[a-z]Error\\b|[a-z]Exception\\b");

    private static @Nullable ApplicationBuild built;

    @TempDir
    private Path directory;

    @BeforeAll
    static void build() throws Exception {
        built = ApplicationBuild.of(SOURCES, FOLDER, "compile");
    }

    @Test
    void appliesAndRollsBackInABoot3Application(TestDatabase database) throws Exception {
        List<String> jars = run("boot-3", database);

        assertThat(jars)
                .contains("spring-boot-3.5.9.jar", "jackson-databind-2.19.4.jar", "HikariCP-6.3.3.jar")
                .noneMatch(jar -> jar.startsWith("jackson-databind-3"));
    }

    @Test
    void appliesAndRollsBackInABoot4Application(TestDatabase database) throws Exception {
        assertThat(run("boot-4", database))
                .contains("spring-boot-4.0.3.jar", "jackson-databind-3.0.4.jar", "HikariCP-7.0.2.jar");
    }

    /** Returns the names of the jars that the application saw. */
    private List<String> run(String application, TestDatabase database) throws Exception {
        database.execute("""
                CREATE TABLE messages (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, room int NOT NULL, content jsonb NOT NULL,
                  sent_at timestamptz NOT NULL);
                CREATE INDEX messages_room_idx ON messages (room);
                INSERT INTO messages (room, content, sent_at)
                  SELECT n % 7, jsonb_build_object('text', n), timestamptz '2026-01-01' + n * interval '10 minutes'
                  FROM generate_series(1, 10000) AS n;
                """);
        CatalogSnapshot before = CatalogSnapshot.of(database);
        DataDigest rows = DataDigest.of(database, "messages");
        ApplicationBuild build = Objects.requireNonNull(built);
        List<Path> classPath = build.classPath(application);

        String output = started(classPath, database);

        assertThat(output)
                .contains("pool com.zaxxer.hikari.HikariDataSource", "rolled back to 1 table")
                .containsPattern("applied to [2-9] tables")
                .contains("port=" + URI.create(database.url()).getPort())
                .doesNotContain("jOOQ", "@@@@")
                .doesNotContainPattern(COMPLAINT);
        assertThat(before.diff(CatalogSnapshot.of(database))).isEmpty();
        assertThat(database.update(
                        "DELETE FROM messages WHERE room = 2 AND content ->> 'text' = 'written after the conversion'"))
                .isOne();
        assertThat(DataDigest.of(database, "messages")).isEqualTo(rows);
        List<String> jars =
                classPath.stream().map(entry -> entry.getFileName().toString()).toList();
        assertThat(jars).contains("guava-" + ApplicationBuild.ours("/project/properties/guava.version") + ".jar");
        return jars;
    }

    private String started(List<Path> classPath, TestDatabase database) throws Exception {
        Path plan = Files.writeString(directory.resolve("plan.yaml"), """
                apiVersion: underpin/v1
                plan: messages-monthly
                steps:
                  - id: partition
                    uses: partitioning.convert
                    with:
                      table: public.messages
                      range: { column: sent_at, interval: 1 month, ahead: 1 }
                      oldKey: lost
                  - id: index
                    uses: indexing.create
                    with:
                      table: public.messages
                      name: messages_room_sent_idx
                      keys: [ { column: room }, { column: sent_at, order: desc } ]
                """);
        Path output = directory.resolve("application.out");
        Process application = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                        "org.example.chat.ChatApplication",
                        "--spring.datasource.url=" + database.jdbcUrl(),
                        "--chat.plan=" + plan)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!application.waitFor(2, TimeUnit.MINUTES)) {
            application.destroyForcibly();
        }
        int exitCode = application.waitFor();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(exitCode).as(said).isZero();
        return said;
    }
}
