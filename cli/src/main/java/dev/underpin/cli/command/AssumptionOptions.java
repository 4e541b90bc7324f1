package dev.underpin.cli.command;

import dev.underpin.control.Assumptions;
import java.util.LinkedHashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** What whoever gives the command knows of statements of which nobody saw the end. */
final class AssumptionOptions {

    @Option(
            names = "--assume-done",
            paramLabel = "STEP",
            description =
                    "Says that the interrupted statement of this step took effect, where nothing in the database can tell. The journal keeps who said so.")
    Set<String> done = new LinkedHashSet<>();

    @Option(names = "--assume-not-done", paramLabel = "STEP", description = "Says that it did not.")
    Set<String> notDone = new LinkedHashSet<>();

    Assumptions assumptions() {
        return new Assumptions(done, notDone);
    }
}
