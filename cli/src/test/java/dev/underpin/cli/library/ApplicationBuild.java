package dev.underpin.cli.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;

/**
 * Somebody else's Maven project, built as its owner builds it: by a Maven of its own that finds the modules that have just been
 * packaged in its local repository, as their users get them, and everything else where this build finds it.
 */
final class ApplicationBuild {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";
    private static final String GROUP = "dev/underpin";
    private static final List<String> MODULES = List.of(
            "core/spi",
            "core/engine",
            "core/postgresql",
            "core/steps",
            "core/testkit",
            "steps-partitioning",
            "steps-indexing");

    private final Path project;
    private final Path repository;
    private final String version;

    private ApplicationBuild(Path project, Path repository, String version) {
        this.project = project;
        this.repository = repository;
        this.version = version;
    }

    /**
     * Copies the sources into a folder, and builds them there.
     *
     * @param goals of Maven, and its options
     * @throws AssertionError with what Maven said, if it cannot
     */
    static ApplicationBuild of(Path sources, Path folder, String... goals) throws Exception {
        ApplicationBuild build =
                new ApplicationBuild(folder.resolve("project"), folder.resolve("repository"), ours("/project/version"));
        delete(build.project);
        copy(sources, build.project);
        build.provide();
        build.run(goals);
        return build;
    }

    /** All that one of its modules needs to run, its own classes first. */
    List<Path> classPath(String module) throws IOException {
        Path target = project.resolve(module).resolve("target");
        List<Path> all = new ArrayList<>(List.of(target.resolve("classes")));
        Stream.of(Files.readString(target.resolve("class-path")).strip().split(File.pathSeparator, -1))
                .map(Path::of)
                .forEach(all::add);
        return all;
    }

    /** Where it was built. */
    Path project() {
        return project;
    }

    /** What the POM that its modules inherit from says at an XPath. */
    static String ours(String path) throws Exception {
        return XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        path,
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(TOP.resolve("pom.xml").toFile()));
    }

    /** Puts the modules into the local repository, by the names that they have in any repository. */
    private void provide() throws IOException {
        install("underpin-parent", TOP.resolve("pom.xml"), "pom");
        install("underpin-core", TOP.resolve("core/pom.xml"), "pom");
        install("underpin-bom", TOP.resolve("core/bom/pom.xml"), "pom");
        for (String module : MODULES) {
            String artifact = "underpin-" + module.replace("core/", "");
            Path reduced = TOP.resolve(module).resolve("dependency-reduced-pom.xml");
            Path written = TOP.resolve(module).resolve("pom.xml");
            install(artifact, Files.exists(reduced) ? reduced : written, "pom");
            install(artifact, TOP.resolve(module).resolve("target/" + artifact + "-" + version + ".jar"), "jar");
        }
    }

    private void install(String artifact, Path file, String type) throws IOException {
        assertThat(file)
                .as("the modules have to be packaged first: ./mvnw package")
                .exists();
        Path folder = Files.createDirectories(
                repository.resolve(GROUP).resolve(artifact).resolve(version));
        Files.copy(file, folder.resolve(artifact + "-" + version + "." + type), StandardCopyOption.REPLACE_EXISTING);
    }

    private void run(String... goals) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                TOP.resolve(windows() ? "mvnw.cmd" : "mvnw").toString(),
                "--batch-mode",
                "--no-transfer-progress",
                "--file",
                project.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + repository,
                "-Dmaven.repo.local.tail=" + thisBuild("localRepository").orElseGet(ApplicationBuild::usualRepository),
                "-Dunderpin.version=" + version,
                "-DargLine=" + SHORT_LIVED));
        thisBuild("settings")
                .filter(option -> Files.exists(Path.of(option.substring(option.indexOf('=') + 1))))
                .ifPresent(command::add);
        thisBuild("mode").filter("offline=true"::equals).ifPresent(offline -> command.add("--offline"));
        command.addAll(List.of(goals));
        Path output = project.resolve("maven.out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().merge("MAVEN_OPTS", SHORT_LIVED, (given, more) -> given + " " + more);
        Process maven = builder.start();
        if (!maven.waitFor(10, TimeUnit.MINUTES)) {
            maven.destroyForcibly();
        }
        assertThat(maven.waitFor())
                .as(
                        "Maven could not build the application; what the local repository lacks it needs from Maven Central: %s",
                        Files.readString(output, StandardCharsets.UTF_8))
                .isZero();
    }

    /** What the build that runs this test goes by; empty outside of one. */
    private static Optional<String> thisBuild(String what) {
        return Optional.ofNullable(System.getProperty("underpin.build." + what)).filter(value -> !value.isBlank());
    }

    private static String usualRepository() {
        return Path.of(System.getProperty("user.home"), ".m2", "repository").toString();
    }

    private static boolean windows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !from.relativize(file).startsWith("target"))
                    .toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
