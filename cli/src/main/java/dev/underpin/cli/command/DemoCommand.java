package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.code.CliCodes;
import dev.underpin.cli.demo.DemoFolders;
import dev.underpin.cli.demo.DemoReport;
import dev.underpin.cli.demo.Demonstration;
import dev.underpin.cli.demo.Guide;
import dev.underpin.cli.json.DemoJson;
import dev.underpin.cli.render.DemoText;
import dev.underpin.cli.render.Quantities;
import dev.underpin.cli.terminal.Ink;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.config.Spelling;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "demo",
        description =
                "Shows it all on a PostgreSQL of its own: applies a guide's plan while somebody writes, verifies, measures, and takes it back.")
public final class DemoCommand implements Task {

    private static final int FEWEST = 2_000;
    private static final int MOST = 50_000_000;

    @Parameters(
            arity = "0..1",
            paramLabel = "GUIDE",
            defaultValue = "messages",
            description = "What to show: messages, or 000.")
    String guide = "messages";

    @Option(names = "--keep", description = "Leaves the server up after the apply.")
    boolean keep;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "300000",
            description = "How many rows the table has; 300000 if not given.")
    int rows = 300_000;

    @Option(names = "--stop", description = "Stops the servers that were kept and removes their files.")
    boolean stop;

    @Override
    public Answer perform(CommandContext context) {
        if (stop) {
            return stopped(DemoFolders.stopAll(context.temporaryDirectory()));
        }
        Guide found = Guide.named(guide).orElseThrow(() -> unknown(guide));
        if (rows < FEWEST || rows > MOST) {
            throw new Failure(
                    Outcome.USAGE,
                    CliCodes.BAD_ARGUMENT,
                    "--rows " + rows + " is out of range",
                    "Give a number from " + FEWEST + " to " + MOST + ".");
        }
        return new Demonstration(found, rows, keep, new CommandStage(context), DemoCommand::concluded).show();
    }

    private static Failure unknown(String name) {
        return new Failure(
                Outcome.USAGE,
                CliCodes.UNKNOWN_NAME,
                "there is no guide \"" + name + "\"",
                Spelling.nearest(
                                name,
                                Stream.of(Guide.values()).map(Guide::title).toList())
                        .map(nearest -> "Did you mean \"" + nearest + "\"?")
                        .orElse("There is messages (000)."));
    }

    private static Answer concluded(DemoReport report) {
        List<String> text = report.url()
                .map(url -> DemoText.kept(url, report.apply().plan()))
                .orElseGet(() -> List.of(Ink.GREEN.on("Done: applied, verified and taken back, and nothing was lost.")
                        + " The server and its files are gone."));
        return new Answer.Told(text, () -> DemoJson.of(report));
    }

    private static Answer stopped(List<Path> folders) {
        return new Answer.Recited(
                "demo", List.of(Quantities.count(folders.size(), "demo server") + " stopped and removed"));
    }
}
