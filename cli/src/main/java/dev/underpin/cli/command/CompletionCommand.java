package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
        name = "completion",
        hidden = true,
        description = "Prints a completion script for bash and zsh, for source <(underpin completion).")
public final class CompletionCommand implements Task {

    @Override
    public Answer perform(CommandContext context) {
        String script = AutoComplete.bash("underpin", context.spec().root().commandLine());
        return new Answer.Recited("completion", script.lines().toList());
    }
}
