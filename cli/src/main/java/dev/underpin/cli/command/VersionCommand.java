package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Shows the version.")
public final class VersionCommand implements Task {

    @Override
    public Answer perform(CommandContext context) {
        return new Answer.Recited("version", List.of("underpin " + context.version()));
    }
}
