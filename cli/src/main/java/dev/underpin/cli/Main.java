package dev.underpin.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code underpin}. */
@Command(
        name = "underpin",
        mixinStandardHelpOptions = true,
        description = "Converts live PostgreSQL tables by plan, verifies, resumes, and takes it back.")
public final class Main implements Runnable {

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
