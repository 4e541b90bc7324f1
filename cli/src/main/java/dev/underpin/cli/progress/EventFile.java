package dev.underpin.cli.progress;

import dev.underpin.cli.code.CliCodes;
import dev.underpin.cli.json.EventJson;
import dev.underpin.control.PrivateFile;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.RunEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Appends events to a file, one JSON object a line. A file that can no longer be written ends the telling, not the run. */
public final class EventFile implements EventSink {

    private final Path path;
    private final BufferedWriter writer;
    private final Consumer<String> warnings;
    private boolean broken;
    private Optional<String> run = Optional.empty();

    private EventFile(Path path, BufferedWriter writer, Consumer<String> warnings) {
        this.path = path;
        this.writer = writer;
        this.warnings = warnings;
    }

    /** @throws Failure if it cannot be opened */
    public static EventFile open(Path path, Consumer<String> warnings) {
        try {
            return new EventFile(
                    path,
                    new BufferedWriter(Channels.newWriter(
                            PrivateFile.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                            StandardCharsets.UTF_8)),
                    warnings);
        } catch (IOException cannot) {
            throw new Failure(
                    Outcome.USAGE,
                    CliCodes.EVENTS_FILE,
                    "the file for events, " + path + ", cannot be opened for writing",
                    "Name a file in a directory that exists and that you may write to.");
        }
    }

    @Override
    public void on(Instant at, RunEvent event) {
        if (broken) {
            return;
        }
        try {
            if (event instanceof RunEvent.RunStarted started) {
                run = Optional.of(started.run());
            }
            writer.write(EventJson.of(at, run, event));
            if (event instanceof RunEvent.RunEnded) {
                run = Optional.empty();
            }
            writer.write('\n');
            writer.flush();
        } catch (IOException cannot) {
            broken = true;
            warnings.accept("no more events are written to " + path + ": " + cannot.getMessage());
        }
    }

    @Override
    public void end() {
        try {
            writer.close();
        } catch (IOException cannot) {
            if (!broken) {
                warnings.accept("the last events may be missing in " + path + ": " + cannot.getMessage());
            }
        }
    }
}
