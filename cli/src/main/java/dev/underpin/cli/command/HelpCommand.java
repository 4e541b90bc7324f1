package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.Spelling;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Parameters;

@Command(name = "help", description = "Shows what there is, or describes a command.")
public final class HelpCommand implements Task {

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command to describe.")
    Optional<String> command = Optional.empty();

    @Override
    public Answer perform(CommandContext context) {
        CommandLine root = context.spec().root().commandLine();
        CommandLine found = command.map(name -> named(name, root)).orElse(root);
        return new Answer.Recited(
                "help", found.getUsageMessage(Ansi.OFF).stripTrailing().lines().toList());
    }

    private static CommandLine named(String name, CommandLine root) {
        CommandLine found = root.getSubcommands().get(name);
        if (found == null) {
            throw new Failure(
                    Outcome.USAGE,
                    "E8101",
                    "there is no command " + name,
                    Spelling.nearest(name, root.getSubcommands().keySet())
                            .map(nearest -> "Did you mean " + nearest + "?")
                            .orElse("Run `underpin help` for all of them."));
        }
        return found;
    }
}
