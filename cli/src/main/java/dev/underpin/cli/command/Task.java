package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;

/** What a command does, once its arguments have been understood. */
@FunctionalInterface
public interface Task {

    /** @throws dev.underpin.report.Failure for whatever is expected to go wrong */
    Answer perform(CommandContext context);
}
