package dev.underpin.cli;

import dev.underpin.cli.code.CliCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.StepPlugin;
import dev.underpin.spi.dialect.DialectProvider;
import dev.underpin.spi.dialect.StatementsProvider;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.Finding;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The jars of others: those in the folders that {@code --plugins} and {@code UNDERPIN_PLUGINS} name, with the libraries in their subfolder
 * {@code lib}, and those in {@code UNDERPIN_CLASSPATH}, which the launcher has put on the class path. All are looked at before any is used.
 */
final class PluginPath {

    private static final String FOLDERS = "UNDERPIN_PLUGINS";
    private static final String CLASS_PATH = "UNDERPIN_CLASSPATH";
    private static final String LIBRARIES = "lib";
    private static final List<String> SERVICES = Stream.of(
                    StepPlugin.class, DialectProvider.class, StatementsProvider.class)
            .map(service -> "META-INF/services/" + service.getName())
            .toList();

    private final Set<Path> jars = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();

    private PluginPath() {}

    /**
     * Knows the jars, and what is on the class path before them.
     *
     * @param folders that the option names
     * @throws Failure with everything that is wrong with any of them
     */
    static ClassLoader loader(List<Path> folders, Map<String, String> variables, ClassLoader parent) {
        PluginPath path = new PluginPath();
        folders.forEach(folder -> path.addFolder(folder, "--plugins"));
        entries(variables, FOLDERS).forEach(entry -> path.addFolder(entry, FOLDERS));
        entries(variables, CLASS_PATH).forEach(path::checkEntry);
        if (!path.problems.isEmpty()) {
            throw new Failure(Outcome.USAGE, path.problems);
        }
        return path.jars.isEmpty()
                ? parent
                : new URLClassLoader(path.jars.stream().map(PluginPath::url).toArray(URL[]::new), parent);
    }

    private static List<Path> entries(Map<String, String> variables, String name) {
        String value = Optional.ofNullable(variables.get(name)).orElse("");
        try {
            return Stream.of(value.split(File.pathSeparator, -1))
                    .filter(entry -> !entry.isBlank())
                    .map(Path::of)
                    .toList();
        } catch (InvalidPathException malformed) {
            throw new Failure(
                    Outcome.USAGE,
                    CliCodes.PLUGIN_FOLDER,
                    name + " has something that is no path: " + malformed.getInput(),
                    "Correct " + name + ".");
        }
    }

    private void addFolder(Path folder, String source) {
        if (!Files.isDirectory(folder)) {
            problem(
                    CliCodes.PLUGIN_FOLDER,
                    (Files.exists(folder) ? folder + " is no folder" : "there is no folder " + folder) + ", which "
                            + source + " names",
                    "Name the folder with the jars.");
            return;
        }
        // By one name each, so that a folder that is named twice is no second version of its plug-ins.
        Path absolute = folder.toAbsolutePath().normalize();
        for (Path jar : jarsIn(absolute)) {
            services(jar)
                    .filter(services -> services == 0)
                    .ifPresent(none -> problem(
                            CliCodes.NO_PLUGIN,
                            jar + " is no plug-in: it brings neither step types nor statements nor a dialect",
                            "Take it out of the folder. A library that a plug-in needs belongs in "
                                    + absolute.resolve(LIBRARIES) + "."));
            jars.add(jar);
        }
        for (Path jar : jarsIn(absolute.resolve(LIBRARIES))) {
            services(jar);
            jars.add(jar);
        }
    }

    private void checkEntry(Path entry) {
        boolean wildcard = entry.endsWith("*");
        Path named = wildcard ? Optional.ofNullable(entry.getParent()).orElse(Path.of("")) : entry;
        if (!Files.exists(named)) {
            problem(
                    CliCodes.CLASS_PATH_ENTRY,
                    "there is no " + named + ", which " + CLASS_PATH + " names",
                    "Correct " + CLASS_PATH + ".");
        } else if (Files.isRegularFile(named)) {
            services(named);
        }
    }

    private static List<Path> jarsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new Failure(
                    Outcome.USAGE,
                    CliCodes.PLUGIN_FOLDER,
                    folder + " cannot be read: " + unreadable.getMessage(),
                    "Allow its reading, or name another folder.");
        }
    }

    /** How many kinds of contributions a jar declares; empty, and a problem, if it cannot be read as one. */
    private Optional<Long> services(Path jar) {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return Optional.of(SERVICES.stream()
                    .filter(service -> file.getEntry(service) != null)
                    .count());
        } catch (IOException unreadable) {
            problem(
                    CliCodes.BROKEN_JAR,
                    jar + " cannot be read as a jar: " + unreadable.getMessage(),
                    "Copy it anew, or take it away.");
            return Optional.empty();
        }
    }

    private void problem(Code code, String message, String remedy) {
        problems.add(Problem.of(Finding.error(code, message + "; nothing was changed", remedy)));
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
