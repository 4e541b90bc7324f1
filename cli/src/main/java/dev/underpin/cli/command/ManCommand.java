package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import picocli.CommandLine.Command;

@Command(
        name = "man",
        hidden = true,
        description = "Prints the manual page, for underpin man > /usr/local/share/man/man1/underpin.1.")
public final class ManCommand implements Task {

    @Override
    public Answer perform(CommandContext context) {
        return new Answer.Recited("man", ManualPage.of(context.spec().root()));
    }
}
