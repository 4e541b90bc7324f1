package dev.underpin.cli.answer;

import dev.underpin.report.MaintenanceReport;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.report.ServerTarget;
import dev.underpin.report.StatusReport;
import dev.underpin.spi.finding.Finding.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a command came to; decides the exit code. */
public sealed interface Answer {

    Outcome outcome();

    /**
     * Of a command that worked on a plan.
     *
     * @param took zero if nobody looked at the clock
     */
    record Ran(RunReport report, Duration took) implements Answer {

        public Ran(RunReport report) {
            this(report, Duration.ZERO);
        }

        @Override
        public Outcome outcome() {
            return report.outcome();
        }
    }

    /** Of {@code maintain}, a report for each plan. */
    record Maintained(MaintenanceReport report) implements Answer {
        @Override
        public Outcome outcome() {
            return report.outcome();
        }
    }

    /** Of {@code status}. */
    record Stood(StatusReport report) implements Answer {
        @Override
        public Outcome outcome() {
            return Outcome.DONE;
        }
    }

    /** Of {@code validate}. */
    record Validated(List<ReadFile> files) implements Answer {
        @Override
        public Outcome outcome() {
            return files.stream().allMatch(ReadFile::valid) ? Outcome.DONE : Outcome.PLAN_INVALID;
        }

        /**
         * A file and what is wrong with it.
         *
         * @param plan the plan's id, if the file could be read
         */
        public record ReadFile(String file, Optional<String> plan, int steps, List<Problem> problems) {

            public boolean valid() {
                return problems.stream().noneMatch(problem -> problem.finding().severity() == Severity.ERROR);
            }
        }
    }

    /**
     * A text for a person, and the same as a JSON document.
     *
     * @param json made only when it is asked for
     */
    record Told(List<String> text, Supplier<String> json) implements Answer {
        @Override
        public Outcome outcome() {
            return Outcome.DONE;
        }
    }

    /** A text that is the same for persons and programs, such as a help page. */
    record Recited(String command, List<String> text) implements Answer {
        @Override
        public Outcome outcome() {
            return Outcome.DONE;
        }
    }

    /**
     * Of a command that could not do what it should.
     *
     * @param command {@code underpin} if none was recognised
     * @param next commands that go on from here
     */
    record Failed(
            String command,
            Optional<String> plan,
            Optional<ServerTarget> target,
            Outcome outcome,
            List<Problem> problems,
            List<String> next)
            implements Answer {}
}
