package dev.underpin.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The commands and their options as a page for man, in the language of its macros. */
public final class ManualPage {

    private final List<String> lines = new ArrayList<>();

    private ManualPage() {}

    /** @param root the command above all others */
    public static List<String> of(CommandSpec root) {
        ManualPage page = new ManualPage();
        page.write(root);
        return page.lines;
    }

    private void write(CommandSpec root) {
        String name = root.name();
        lines.add(".TH \"" + name.toUpperCase(java.util.Locale.ROOT) + "\" \"1\" \"\" \"Underpin\" \"User Commands\"");
        section("NAME");
        text(name + " \\- " + escaped(description(root)));
        section("SYNOPSIS");
        lines.add(".B " + name);
        text("COMMAND [OPTIONS] [PLAN]");
        section("DESCRIPTION");
        Stream.of(root.usageMessage().footer()).filter(line -> !line.isBlank()).forEach(line -> text(escaped(line)));
        section("COMMANDS");
        root.subcommands().values().stream()
                .map(sub -> sub.getCommandSpec())
                .filter(sub -> !sub.usageMessage().hidden())
                .forEach(this::command);
        section("OPTIONS OF EVERY COMMAND");
        root.options().forEach(this::option);
        section("FILES");
        item("~/.pgpass, ~/.pg_service.conf", "Passwords and services, as psql reads them.");
        section("ENVIRONMENT");
        item(
                "PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSERVICE, PGPASSFILE and further PG variables",
                "Where to connect, as for psql.");
        item("NO_COLOR, TERM, CI", "No colours; with CI, nobody is asked.");
    }

    private void command(CommandSpec command) {
        lines.add(".SS "
                + escaped(command.name()
                        + String.join(
                                "",
                                command.positionalParameters().stream()
                                        .map(ManualPage::label)
                                        .map(label -> " " + label)
                                        .toList())));
        text(escaped(description(command)));
        command.positionalParameters()
                .forEach(parameter -> item(parameter.paramLabel(), String.join(" ", parameter.description())));
        command.options().stream()
                .filter(option -> !option.inherited() && !option.usageHelp() && !option.versionHelp())
                .forEach(this::option);
    }

    private static String label(PositionalParamSpec parameter) {
        String many = parameter.arity().max() > 1 ? "..." : "";
        return parameter.arity().min() == 0 ? "[" + parameter.paramLabel() + "]" + many : parameter.paramLabel() + many;
    }

    private void option(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        item(String.join(", ", option.names()) + value, String.join(" ", option.description()));
    }

    private static String description(CommandSpec command) {
        return String.join(" ", command.usageMessage().description());
    }

    private void section(String title) {
        lines.add(".SH " + title);
    }

    private void item(String tag, String description) {
        lines.add(".TP");
        lines.add(".B " + escaped(tag));
        text(escaped(description));
    }

    /** A line that begins with a dot or an apostrophe would be taken for a macro. */
    private void text(String line) {
        lines.add(line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...");
    }
}
