package dev.underpin.cli.command;

import dev.underpin.cli.code.CliCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.config.Spelling;
import dev.underpin.spi.finding.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What is wrong with a command line. */
public final class UsageProblems {

    private UsageProblems() {}

    /** The first argument that no command understands. */
    public static Optional<Failure> unmatched(CommandLine command) {
        if (!command.getUnmatchedArguments().isEmpty()) {
            return Optional.of(unmatched(command.getUnmatchedArguments().get(0), command));
        }
        return command.getSubcommands().values().stream()
                .flatMap(sub -> unmatched(sub).stream())
                .findFirst();
    }

    public static Failure of(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        if (wrong instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            String names = String.join(
                    " and ",
                    missing.getMissing().stream()
                            .map(argument -> argument.isOption() ? argument.toString() : argument.paramLabel())
                            .toList());
            return usage(CliCodes.MISSING_ARGUMENT, names(command) + " needs " + names, helpOf(command));
        }
        return usage(CliCodes.BAD_ARGUMENT, decapitalised(String.valueOf(wrong.getMessage())), helpOf(command));
    }

    public static Failure noCommand(CommandLine root) {
        return usage(
                CliCodes.NO_COMMAND,
                "no command is given",
                "Try underpin demo, or underpin --help for all commands: " + String.join(", ", commands(root)) + ".");
    }

    private static Failure unmatched(String argument, CommandLine command) {
        boolean option = argument.startsWith("-");
        boolean root = command.getParent() == null;
        List<String> known = option ? options(command) : root ? commands(command) : List.of();
        String name = argument.contains("=") && option ? argument.substring(0, argument.indexOf('=')) : argument;
        String what = option
                ? "there is no option " + name
                : root
                        ? "there is no command " + name
                        : names(command) + " takes no further argument, but is given " + name;
        return usage(
                CliCodes.UNKNOWN_ARGUMENT,
                what,
                Spelling.nearest(name, known)
                        .map(nearest -> "Did you mean " + nearest + "?")
                        .orElse(helpOf(command)));
    }

    private static Failure usage(Code code, String message, String remedy) {
        return new Failure(Outcome.USAGE, code, message, remedy);
    }

    private static String helpOf(CommandLine command) {
        return "Run " + names(command) + " --help.";
    }

    private static String names(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static List<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> List.of(option.names()).stream())
                .toList();
    }

    private static List<String> commands(CommandLine command) {
        List<String> names = new ArrayList<>();
        command.getSubcommands().forEach((name, sub) -> {
            if (!sub.getCommandSpec().usageMessage().hidden()) {
                names.add(name);
            }
        });
        return names;
    }

    private static String decapitalised(String message) {
        return message.isEmpty() ? message : message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
