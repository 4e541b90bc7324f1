package dev.underpin.report;

import java.util.List;
import java.util.Optional;

/** What a command came to. */
public record RunReport(
        String command,
        String plan,
        Optional<String> runId,
        Optional<RunState> state,
        Outcome outcome,
        Optional<Target> target,
        List<StepReport> steps,
        List<MeasurementReport> measurements,
        List<Problem> findings,
        List<String> nextCommands) {

    /** Of a command that found nothing to do. */
    public static RunReport nothing(String command, String plan) {
        return new RunReport(
                command,
                plan,
                Optional.empty(),
                Optional.empty(),
                Outcome.DONE,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
