package dev.underpin.cli.command;

import dev.underpin.cli.code.CliCodes;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;

/** PLAN on the command line: a file, or the id of a plan in the journal. */
public sealed interface PlanArgument {

    record OfFile(Path file) implements PlanArgument {}

    record OfJournal(String planId) implements PlanArgument {}

    static PlanArgument of(String text) {
        if (!Files.exists(Path.of(text)) && text.matches("[a-z0-9][a-z0-9-]*")) {
            return new OfJournal(text);
        }
        return new OfFile(Path.of(text));
    }

    /** For commands that need what the plan says, not only what the journal keeps of it. */
    static Path file(String text, String command) {
        if (of(text) instanceof OfFile given) {
            return given.file();
        }
        throw new Failure(
                Outcome.USAGE,
                CliCodes.NO_PLAN_FILE,
                "there is no file " + text + ", and " + command + " needs the plan's file",
                "Name the file. The id of a plan is enough for resume, cutover, verify, rollback, finalize, maintain, sync and status.");
    }
}
