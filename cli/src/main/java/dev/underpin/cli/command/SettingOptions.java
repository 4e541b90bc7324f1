package dev.underpin.cli.command;

import dev.underpin.cli.code.CliCodes;
import dev.underpin.control.Overrides;
import dev.underpin.plan.shape.Durations;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How patient and how fast this one command is, whatever the plan says. */
final class SettingOptions {

    @Option(
            names = "--lock-timeout",
            paramLabel = "TIME",
            description =
                    "How long others may queue behind one attempt, instead of the plan's lockTimeout; 300ms, say.")
    Optional<String> lockTimeout = Optional.empty();

    @Option(
            names = "--max-lock-wait",
            paramLabel = "TIME",
            description = "How long attempts are repeated, instead of the plan's maxLockWait; 10m, say.")
    Optional<String> maxLockWait = Optional.empty();

    @Option(
            names = "--batch-time",
            paramLabel = "TIME",
            description = "How long a batch of rows should take, instead of the step's targetBatchTime; 200ms, say.")
    Optional<String> batchTime = Optional.empty();

    @Option(
            names = "--max-replica-lag",
            paramLabel = "TIME",
            description = "How far a replica may be behind before work pauses, instead of the step's maxReplicaLag.")
    Optional<String> maxReplicaLag = Optional.empty();

    /** @throws Failure if one is no time, or none at all */
    Overrides overrides() {
        return new Overrides(
                time("--lock-timeout", lockTimeout),
                time("--max-lock-wait", maxLockWait),
                time("--batch-time", batchTime),
                time("--max-replica-lag", maxReplicaLag));
    }

    private static Optional<Duration> time(String option, Optional<String> text) {
        return text.map(given -> time(option, given));
    }

    private static Duration time(String option, String text) {
        try {
            Duration time = Durations.parse(text);
            if (!time.isZero()) {
                return time;
            }
            throw new IllegalArgumentException("\"" + text + "\" is no time at all");
        } catch (IllegalArgumentException unreadable) {
            throw new Failure(
                    Outcome.USAGE,
                    CliCodes.DURATION,
                    option + ": " + unreadable.getMessage() + "; nothing was done",
                    "Give a whole number above zero and a unit: 300ms, 2s, 10m.");
        }
    }
}
