package dev.underpin.cli.command;

import dev.underpin.cli.code.CliCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command has, before its name or behind it. */
public final class CommonOptions {

    /** How a result is written. */
    public enum Output {
        text,
        json
    }

    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description =
                    "The database: postgresql://user@host:port/database or jdbc:postgresql://…; what it leaves open comes from PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSERVICE, PGPASSFILE and ~/.pgpass, as for psql.")
    Optional<String> url = Optional.empty();

    @Option(
            names = "--plugins",
            scope = ScopeType.INHERIT,
            paramLabel = "DIR",
            description =
                    "Adds the step types and dialects of the jars in a folder; may be given several times. So does UNDERPIN_PLUGINS.")
    List<Path> plugins = new ArrayList<>();

    @Option(
            names = "--set",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME=VALUE",
            description = "Gives a parameter of the plan a value.")
    List<String> sets = new ArrayList<>();

    @Option(
            names = "--output",
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description = "How the result is written: text, or json for exactly one JSON document.")
    Output output = Output.text;

    @Option(
            names = "--events",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Appends what happens to a file as it happens, one JSON object a line.")
    Optional<Path> events = Optional.empty();

    @Option(
            names = {"-y", "--yes"},
            scope = ScopeType.INHERIT,
            description =
                    "Does not ask before apply, rollback and finalize; needed where nobody can be asked (no terminal, or CI is set).")
    boolean yes;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Shows the result, warnings and errors only.")
    boolean quiet;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Shows statements in full, every action in reports, and the log.")
    boolean verbose;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "Shows no colours; so do NO_COLOR, TERM=dumb and CI.")
    boolean noColor;

    public Optional<String> url() {
        return url;
    }

    /** Folders with jars. */
    public List<Path> plugins() {
        return List.copyOf(plugins);
    }

    public boolean json() {
        return output == Output.json;
    }

    public Optional<Path> events() {
        return events;
    }

    public boolean yes() {
        return yes;
    }

    public boolean quiet() {
        return quiet;
    }

    public boolean verbose() {
        return verbose;
    }

    public boolean noColour() {
        return noColor;
    }

    /** @throws Failure if one is not of the form name=value, or given twice */
    public Map<String, String> sets() {
        Map<String, String> values = new LinkedHashMap<>();
        for (String set : sets) {
            int equals = set.indexOf('=');
            if (equals < 1) {
                throw new Failure(
                        Outcome.USAGE,
                        CliCodes.BAD_SET,
                        "--set " + set + " is not of the form name=value",
                        "Write --set name=value, in quotes if the value has blanks.");
            }
            String name = set.substring(0, equals);
            if (values.putIfAbsent(name, set.substring(equals + 1)) != null) {
                throw new Failure(
                        Outcome.USAGE,
                        CliCodes.BAD_SET,
                        "--set gives " + name + " twice",
                        "Keep one of the two values.");
            }
        }
        return values;
    }
}
