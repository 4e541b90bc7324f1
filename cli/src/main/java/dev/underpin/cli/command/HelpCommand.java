package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.code.CliCodes;
import dev.underpin.plugin.InstalledCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.config.Spelling;
import dev.underpin.spi.finding.Code;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Parameters;

@Command(name = "help", description = "Shows what there is, or describes a command or a code.")
public final class HelpCommand implements Task {

    private static final Pattern CODE = Pattern.compile("[ENWenw]\\d{4}|[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*");

    @Parameters(
            arity = "0..1",
            paramLabel = "COMMAND",
            description = "The command to describe, or the code of a problem, for example E2103.")
    Optional<String> command = Optional.empty();

    @Override
    public Answer perform(CommandContext context) {
        if (command.filter(name -> CODE.matcher(name).matches()).isPresent()) {
            return explained(command.get());
        }
        CommandLine root = context.spec().root().commandLine();
        CommandLine found = command.map(name -> named(name, root)).orElse(root);
        return new Answer.Recited(
                "help", found.getUsageMessage(Ansi.OFF).stripTrailing().lines().toList());
    }

    private static Answer explained(String id) {
        Code code = InstalledCodes.load()
                .find(id.contains(".") ? id : id.toUpperCase(Locale.ROOT))
                .orElseThrow(() -> new Failure(
                        Outcome.USAGE,
                        CliCodes.UNKNOWN_NAME,
                        "there is no code " + id,
                        "Codes of a module that is not here are on its own pages; docs/codes.md lists the others."));
        return new Answer.Recited(
                "help",
                List.of(
                        code.id() + ": " + code.meaning(),
                        "",
                        code.remedy(),
                        "",
                        "said by: " + String.join(", ", code.commands())));
    }

    private static CommandLine named(String name, CommandLine root) {
        CommandLine found = root.getSubcommands().get(name);
        if (found == null) {
            throw new Failure(
                    Outcome.USAGE,
                    CliCodes.UNKNOWN_ARGUMENT,
                    "there is no command " + name,
                    Spelling.nearest(name, root.getSubcommands().keySet())
                            .map(nearest -> "Did you mean " + nearest + "?")
                            .orElse("Run `underpin help` for all of them."));
        }
        return found;
    }
}
