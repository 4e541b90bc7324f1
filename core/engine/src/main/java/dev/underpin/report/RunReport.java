package dev.underpin.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a command came to. */
public record RunReport(
        String command,
        String plan,
        Optional<String> runId,
        Optional<RunState> state,
        Outcome outcome,
        Optional<ServerTarget> target,
        List<StepReport> steps,
        List<MeasurementReport> measurements,
        List<Problem> findings,
        List<String> nextCommands) {

    /** The same with what was known before. */
    public RunReport knowing(List<Problem> earlier) {
        List<Problem> all = new ArrayList<>(earlier);
        all.addAll(findings);
        return earlier.isEmpty()
                ? this
                : new RunReport(command, plan, runId, state, outcome, target, steps, measurements, all, nextCommands);
    }

    /** The same with other commands that go on from here. */
    public RunReport followedBy(List<String> others) {
        return new RunReport(command, plan, runId, state, outcome, target, steps, measurements, findings, others);
    }

    /** The same with these measurements. */
    public RunReport measured(List<MeasurementReport> others) {
        return new RunReport(command, plan, runId, state, outcome, target, steps, others, findings, nextCommands);
    }

    /** The same with another end, for these reasons. */
    public RunReport endedBy(Outcome other, List<Problem> reasons) {
        return new RunReport(command, plan, runId, state, other, target, steps, measurements, reasons, nextCommands);
    }

    /** Of a command that failed before it could say more. */
    public static RunReport failed(String command, String plan, Optional<ServerTarget> target, Failure failure) {
        return new RunReport(
                command,
                plan,
                Optional.empty(),
                Optional.empty(),
                failure.outcome(),
                target,
                List.of(),
                List.of(),
                failure.problems(),
                List.of());
    }
}
