package dev.underpin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** A jar of somebody else's, compiled in a test. */
final class PluginJar {

    private final Path folder;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, String> services = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();

    /** @param folder for sources and classes */
    PluginJar(Path folder) {
        this.folder = folder;
    }

    /** A class of the package {@code other}. */
    PluginJar source(String name, String text) {
        sources.put(name, "package other;\n" + text);
        return this;
    }

    PluginJar service(Class<?> service, String provider) {
        services.put("META-INF/services/" + service.getName(), provider + "\n");
        return this;
    }

    /** The class is there when the others are compiled, and not in the jar. */
    PluginJar without(String name) {
        left.add(name + ".class");
        return this;
    }

    /** Returns the jar. */
    Path at(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        Path classes = Files.createDirectories(folder.resolve("classes-" + jar.getFileName()));
        compile(classes);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path one : compiled.filter(Files::isRegularFile).toList()) {
                if (!left.contains(one.getFileName().toString())) {
                    put(zip, classes.relativize(one).toString().replace('\\', '/'), Files.readAllBytes(one));
                }
            }
            for (Map.Entry<String, String> service : services.entrySet()) {
                put(zip, service.getKey(), service.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return jar;
    }

    private void compile(Path classes) throws IOException {
        if (sources.isEmpty()) {
            return;
        }
        List<Path> files = new ArrayList<>();
        Path written = Files.createDirectories(folder.resolve("sources-" + classes.getFileName()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            files.add(Files.writeString(written.resolve(source.getKey() + ".java"), source.getValue()));
        }
        StringWriter said = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            boolean done = compiler.getTask(
                            said,
                            manager,
                            null,
                            List.of("-proc:none", "-d", classes.toString()),
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
            assertThat(done).as(said.toString()).isTrue();
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
