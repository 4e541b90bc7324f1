package dev.underpin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.underpin.cli.command.UnderpinCommand;
import dev.underpin.plugin.PluginRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Whatever command or step type a remedy, a help page or the documentation recommends, it is there and takes what is written. */
class CommandsInTextTest {

    /** A literal, or several with values between them, which become one word. */
    private static final Pattern LITERALS = Pattern.compile(
            "\"(?:[^\"\\\\\n]|\\\\.)*\"(?:\\s*\\+\\s*(?:[\\w.()]+\\s*\\+\\s*)?\"(?:[^\"\\\\\n]|\\\\.)*\")*");

    private static final Pattern BLOCK_OF_TEXT = Pattern.compile("(?s)\"\"\".*?\"\"\"");
    private static final Pattern VALUE = Pattern.compile("\"\\s*\\+\\s*[\\w.()]+\\s*\\+\\s*\"");
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

    private static final Pattern IN_TICKS = Pattern.compile("`(?:\\./)?(underpin(?: [^`\n]+)?)`");
    private static final Pattern WHOLE = Pattern.compile("^(underpin [a-z]+ ?[\\w-]*)$");
    private static final Pattern LINE = Pattern.compile("(?m)^(?:\\$ |sudo )?(?:\\./)?(underpin [^#\n|>]*)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:sh|bash|console)?\n(.*?)^```$");
    private static final Pattern MENTIONED = Pattern.compile("\\bunderpin ([a-z]+)\\b");
    private static final Pattern STEP_TYPE = Pattern.compile(
            "(?<![\\w./:`{-])(?:sql|partitioning|indexing|rls|matviews)\\.[a-z][a-z-]+(?![\\w.(=-]|: )");

    /** What is meant by these words are no commands: names of sessions, of the schema, of files. */
    private static final List<String> NO_COMMANDS =
            List.of("worker", "events", "x", "from", "as", "that", "may", "is", "has", "and", "or");

    private final CommandLine line = UnderpinCommand.withAll();

    private static List<Path> sources() {
        try (Stream<Path> files = Files.walk(Repository.file(""), 12)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> Repository.name(file).matches("(core/)?(?!testkit)[\\w-]+/src/main/java/.*"))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The text of a file's literals, with X for each value that is put between them. */
    private static List<String> literals(Path source) {
        return LITERALS.matcher(BLOCK_OF_TEXT.matcher(Repository.read(source)).replaceAll("\"\""))
                .results()
                .map(MatchResult::group)
                .map(text -> JOINT.matcher(VALUE.matcher(text).replaceAll("x")).replaceAll(""))
                .filter(text -> text.length() > 2)
                .map(text -> text.substring(1, text.length() - 1))
                .toList();
    }

    private String problem(String command) {
        String words = command.replaceFirst(" > .*", "")
                .strip()
                .replace("…", "x")
                .replace("[", "")
                .replace("]", "");
        List<String> arguments = new ArrayList<>(List.of(words.split(" +")));
        arguments.remove(0);
        if (arguments.size() == 1 && line.getSubcommands().containsKey(arguments.get(0))) {
            return ""; // speaks of the command, and is not meant to be typed
        }
        try {
            line.parseArgs(arguments.toArray(String[]::new));
            return "";
        } catch (ParameterException wrong) {
            return String.valueOf(wrong.getMessage());
        }
    }

    private void check(String where, Stream<String> commands, Map<String, String> wrong) {
        commands.forEach(command -> {
            String problem = problem(command);
            if (!problem.isEmpty()) {
                wrong.put(where + ": " + command, problem);
            }
        });
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }

    @Test
    void everyCommandThatTheToolRecommendsCanBeGiven() {
        Map<String, String> wrong = new TreeMap<>();
        List<String> seen = new ArrayList<>();
        for (Path source : sources()) {
            for (String text : literals(source)) {
                List<String> commands = Stream.concat(found(IN_TICKS, text), found(WHOLE, text))
                        .filter(command -> !NO_COMMANDS.contains(command.split(" ", -1)[command.contains(" ") ? 1 : 0]))
                        .toList();
                seen.addAll(commands);
                check(Repository.name(source), commands.stream(), wrong);
                found(MENTIONED, text)
                        .filter(word -> !NO_COMMANDS.contains(word))
                        .filter(word -> !line.getSubcommands().containsKey(word))
                        .forEach(word -> wrong.put(Repository.name(source) + ": " + text, "there is no " + word));
            }
        }
        assertThat(seen).hasSizeGreaterThan(25);
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyCommandInTheDocumentationCanBeGiven() {
        Map<String, String> wrong = new TreeMap<>();
        List<String> seen = new ArrayList<>();
        for (Path page : Repository.pages()) {
            String text = Repository.read(page);
            List<String> commands = Stream.concat(
                            found(IN_TICKS, BLOCK.matcher(text).replaceAll("")),
                            found(BLOCK, text).flatMap(block -> found(LINE, block)))
                    .filter(command -> !command.contains("COMMAND"))
                    .toList();
            seen.addAll(commands);
            check(Repository.name(page), commands.stream(), wrong);
        }
        assertThat(seen).hasSizeGreaterThan(15);
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyStepTypeThatTheToolRecommendsIsThere() {
        List<String> known = List.copyOf(PluginRegistry.load().byName().keySet());
        assertThat(sources().stream()
                        .filter(source ->
                                !Repository.name(source).startsWith("core/engine/src/main/java/dev/underpin/plan/"))
                        .flatMap(source -> literals(source).stream()
                                .flatMap(text -> STEP_TYPE.matcher(text).results())
                                .map(type -> Repository.name(source) + ": " + type.group()))
                        .filter(found -> known.stream().noneMatch(found::endsWith))
                        .toList())
                .isEmpty();
    }
}
