package dev.underpin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.cli.command.UnderpinCommand;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code that a finding can have is declared once, explained, and said by somebody. */
class CodesTest {

    /** Main sources of the modules that are shipped. */
    private static final Pattern MAIN =
            Pattern.compile("(core/(spi|engine|postgresql|steps)|steps-[a-z]+|cli)/src/main/java/.*\\.java");

    private static final Pattern ID = Pattern.compile("\"([ENW]\\d{4})\"");

    /** A constant, or one of an enum of problems. */
    private static final Pattern DECLARATION = Pattern.compile(
            "(?:static final Code (\\w+)\\s*=\\s*Code\\.of\\(|(?m:^ {4}([A-Z][A-Z_0-9]+)\\())\\s*\"([ENW]\\d{4})\"");

    private static final Pattern CONSTANT = Pattern.compile("\\b\\w+\\.[A-Z][A-Z_0-9]+\\b");

    private final List<Code> codes = ServiceLoader.load(CodeCatalogue.class).stream()
            .flatMap(catalogue -> catalogue.get().codes().stream())
            .toList();

    private final Map<Path, String> sources = sources();

    private static Map<Path, String> sources() {
        try (Stream<Path> files = Files.walk(Repository.file(""), 14)) {
            return files.filter(file -> MAIN.matcher(Repository.name(file)).matches())
                    .collect(Collectors.toMap(file -> file, Repository::read, (one, other) -> one, TreeMap::new));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @param name of the constant */
    private record Declared(Path file, String name, String id) {

        private String inOtherFiles() {
            return file.getFileName().toString().replace(".java", "") + "." + name;
        }
    }

    private List<Declared> declared() {
        List<Declared> found = new ArrayList<>();
        sources.forEach((file, text) -> DECLARATION
                .matcher(text)
                .results()
                .forEach(match -> found.add(
                        new Declared(file, match.group(1) == null ? match.group(2) : match.group(1), match.group(3)))));
        return found;
    }

    @Test
    void noTwoMeaningsShareACode() {
        assertThat(codes).hasSizeGreaterThan(250).extracting(Code::id).doesNotHaveDuplicates();
        assertThat(codes).extracting(Code::meaning).doesNotHaveDuplicates();
        assertThat(declared()).extracting(Declared::id).doesNotHaveDuplicates();
    }

    @Test
    void everyCodeInTheSourcesIsInTheList() {
        assertThat(declared()).extracting(Declared::id).containsExactlyInAnyOrderElementsOf(ids());
        assertThat(sources)
                .allSatisfy((file, text) -> assertThat(
                                ID.matcher(DECLARATION.matcher(text).replaceAll(""))
                                        .results())
                        .as("codes that stand in %s and not in its module's list", Repository.name(file))
                        .isEmpty());
    }

    private List<String> ids() {
        return codes.stream().map(Code::id).toList();
    }

    @Test
    void everyCodeOfTheListIsUsed() {
        Map<String, Set<Path>> uses = new TreeMap<>();
        sources.forEach((file, text) -> CONSTANT.matcher(text)
                .results()
                .forEach(use -> uses.computeIfAbsent(use.group(), name -> new TreeSet<>())
                        .add(file)));
        assertThat(declared())
                .allSatisfy(code -> assertThat(uses.getOrDefault(code.inOtherFiles(), Set.of()))
                        .as("files that use %s, %s", code.id(), code.inOtherFiles())
                        .anyMatch(file -> !file.equals(code.file())));
    }

    /** The page is generated range by range; see that no range is left out. */
    @Test
    void everyCodeHasItsLineOnThePage() {
        String page = Repository.read(Repository.file("docs/codes.md"));
        assertThat(ids()).allSatisfy(id -> assertThat(page).containsOnlyOnce("| " + id + " |"));
    }

    @Test
    void theCommandsThatSayItExist() {
        List<String> commands =
                List.copyOf(UnderpinCommand.withAll().getSubcommands().keySet());
        assertThat(codes)
                .allSatisfy(code -> assertThat(code.commands())
                        .isNotEmpty()
                        .allSatisfy(command -> assertThat(command)
                                .satisfiesAnyOf(
                                        name -> assertThat(commands).contains(name),
                                        name -> assertThat(name).isEqualTo("every command"))));
    }
}
