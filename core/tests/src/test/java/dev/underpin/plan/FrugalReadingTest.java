package dev.underpin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.plugin.PluginRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a plan starts fast because it loads little. */
class FrugalReadingTest {

    @TempDir
    Path directory;

    /** What the child process runs. */
    static final class Reading {
        public static void main(String[] arguments) {
            PluginRegistry types = PluginRegistry.of(List.of(new SamplePlugin()));
            System.out.println(Plan.read(Path.of(arguments[0]), types, Map.of()).id());
        }
    }

    @Test
    void readingAPlanLoadsNeitherTheSqlBuilderNorInjectionNorJson() throws Exception {
        Path plan = CataloguedPlan.all("valid").stream()
                .filter(found -> found.toString().equals("minimal.yaml"))
                .findFirst()
                .orElseThrow()
                .file();
        Path loaded = directory.resolve("classes.log");
        assertThat(java(loaded, plan)).isEqualTo("p");
        assertThat(Files.readString(loaded))
                .contains("dev.underpin.plan.Binder ", "org.snakeyaml.engine.")
                .doesNotContain(" org.jooq.impl.", " com.google.inject.", " tools.jackson.", " org.postgresql.");
    }

    private String java(Path log, Path plan) throws IOException, InterruptedException {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-Xlog:class+load:file=" + log.getFileName(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reading.class.getName(),
                        plan.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output).strip();
    }
}
