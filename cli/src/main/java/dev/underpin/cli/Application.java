package dev.underpin.cli;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.code.CliCodes;
import dev.underpin.cli.command.CommonOptions;
import dev.underpin.cli.command.HelpLayout;
import dev.underpin.cli.command.PlanProblems;
import dev.underpin.cli.command.Task;
import dev.underpin.cli.command.UnderpinCommand;
import dev.underpin.cli.command.UsageProblems;
import dev.underpin.cli.progress.TargetAnnouncement;
import dev.underpin.cli.terminal.Ink;
import dev.underpin.cli.terminal.Lines;
import dev.underpin.cli.terminal.Manners;
import dev.underpin.cli.terminal.Screen;
import dev.underpin.plan.InvalidPlan;
import dev.underpin.plugin.InvalidPlugins;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.spi.finding.Finding;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Understands a command line, has the command executed, says its answer, and gives the exit code. */
final class Application {

    private final Host host;

    Application(Host host) {
        this.host = host;
    }

    int run(String... args) {
        Understood understood = Arrays.stream(args)
                .findFirst()
                .flatMap(UnderpinCommand::withOnly)
                .map(line -> Understood.of(line, args))
                .filter(alone -> alone.wrong().isEmpty())
                .orElseGet(() -> Understood.of(UnderpinCommand.withAll(), args));
        UnderpinCommand root = understood.line().getCommand();
        return new Performance(args, root.options(), understood.line())
                .perform(understood.parsed(), understood.wrong());
    }

    /** What a command line means, or what is wrong with it. */
    private record Understood(CommandLine line, @Nullable ParseResult parsed, Optional<Failure> wrong) {

        static Understood of(CommandLine line, String... args) {
            line.setExpandAtFiles(false).setUnmatchedArgumentsAllowed(true).setCaseInsensitiveEnumValuesAllowed(true);
            HelpLayout.arrange(line);
            try {
                return new Understood(line, line.parseArgs(args), UsageProblems.unmatched(line));
            } catch (ParameterException unusable) {
                // What is not known may well be why something else seems to be missing.
                return new Understood(
                        line, null, UsageProblems.unmatched(line).or(() -> Optional.of(UsageProblems.of(unusable))));
            }
        }
    }

    /** Options are not known when a command line is wrong; a program that reads JSON must get it nevertheless. */
    private static boolean wantsJson(String[] args) {
        List<String> words = Arrays.asList(args);
        int at = words.indexOf("--output");
        return at >= 0 && at + 1 < words.size() && words.get(at + 1).equalsIgnoreCase("json")
                || words.stream().anyMatch(word -> word.equalsIgnoreCase("--output=json"));
    }

    /** One execution from the parsed line to the exit code. */
    private final class Performance {

        private final String[] args;
        private final CommonOptions options;
        private final CommandLine line;
        private final TargetAnnouncement announcement;
        private final Screen screen;
        private final Voice voice;

        Performance(String[] args, CommonOptions options, CommandLine line) {
            boolean json = options.json() || wantsJson(args);
            this.args = args;
            this.options = options;
            this.line = line;
            this.screen = new Screen(
                    host.streams(),
                    Manners.of(host.streams(), host.environment().variables(), options.noColour()));
            this.announcement = new TargetAnnouncement(screen, !json);
            this.voice = new Voice(screen, announcement, json, options.verbose());
        }

        int perform(@Nullable ParseResult parsed, Optional<Failure> wrong) {
            host.redirectErrors(
                    Lines.to(screen::err), options.verbose() ? "DEBUG" : options.quiet() ? "ERROR" : "WARN");
            if (parsed == null || wrong.isPresent()) {
                return voice.say(failed("underpin", wrong.map(Failure::problems).orElse(List.of())));
            }
            ParseResult last = parsed;
            while (last.hasSubcommand()) {
                last = last.subcommand();
            }
            return perform(last);
        }

        private int perform(ParseResult last) {
            CommandLine command = last.commandSpec().commandLine();
            if (last.isVersionHelpRequested()) {
                return voice.say(new Answer.Recited("version", List.of("underpin " + host.version())));
            }
            if (last.isUsageHelpRequested()) {
                return voice.say(new Answer.Recited("help", help(command)));
            }
            if (command.getCommand() instanceof Task task) {
                return execute(task, command);
            }
            return voice.say(failed("underpin", UsageProblems.noCommand(line).problems()));
        }

        private List<String> help(CommandLine command) {
            return command.getUsageMessage(Ansi.OFF).stripTrailing().lines().toList();
        }

        private int execute(Task task, CommandLine command) {
            String name = command.getCommandName();
            Interrupts interrupts = new Interrupts(
                    text -> screen.err(Ink.YELLOW.on(text)),
                    outcome -> host.halt(voice.say(interrupted(name, outcome))));
            host.onInterrupt(interrupts::request);
            try (Invocation invocation =
                    new Invocation(host, options, command.getCommandSpec(), screen, announcement, interrupts)) {
                return say(answer(task, name, invocation), name, invocation);
            }
        }

        private int say(Answer answer, String name, Invocation invocation) {
            try {
                return voice.say(answer);
            } catch (RuntimeException unspeakable) {
                return voice.say(bug(name, invocation, unspeakable));
            }
        }

        private Answer answer(Task task, String name, Invocation invocation) {
            try {
                return task.perform(invocation);
            } catch (Failure failure) {
                return new Answer.Failed(
                        name,
                        invocation.planId(),
                        announcement.target(),
                        failure.outcome(),
                        invocation.located().in(failure.problems()),
                        FailureAdvice.next(failure.outcome(), invocation.planId()));
            } catch (InvalidPlan invalid) {
                return new Answer.Failed(
                        name,
                        Optional.empty(),
                        Optional.empty(),
                        Outcome.PLAN_INVALID,
                        PlanProblems.of(invalid),
                        List.of());
            } catch (InvalidPlugins invalid) {
                return failed(name, PlanProblems.of(invalid));
            } catch (Throwable unexpected) {
                return bug(name, invocation, unexpected);
            }
        }

        private Answer bug(String name, Invocation invocation, Throwable unexpected) {
            UnaryOperator<String> redact = invocation::redact;
            Optional<Path> file = CrashFile.write(host.temporaryDirectory(), host.version(), args, unexpected, redact);
            String where = file.map(
                            path -> "The details are in " + path + "; a report with that file helps to have it mended.")
                    .orElse("The details could not be written to " + host.temporaryDirectory() + ".");
            return new Answer.Failed(
                    name,
                    invocation.planId(),
                    announcement.target(),
                    Outcome.BUG,
                    List.of(Problem.of(Finding.error(
                            CliCodes.UNPREPARED,
                            redact.apply("something happened that Underpin is not prepared for ("
                                    + unexpected.getClass().getSimpleName()
                                    + (unexpected.getMessage() == null ? "" : ": " + firstLine(unexpected.getMessage()))
                                    + ")"),
                            where))),
                    FailureAdvice.next(Outcome.BUG, invocation.planId()));
        }

        private Answer interrupted(String name, Outcome outcome) {
            return new Answer.Failed(
                    name,
                    Optional.empty(),
                    announcement.target(),
                    outcome,
                    List.of(Problem.of(Finding.error(
                            CliCodes.INTERRUPTED,
                            "interrupted",
                            outcome == Outcome.STOPPED
                                    ? "Run underpin status to see how far it got, then underpin resume or underpin rollback."
                                    : ""))),
                    List.of());
        }

        private Answer failed(String name, List<Problem> problems) {
            return new Answer.Failed(name, Optional.empty(), Optional.empty(), Outcome.USAGE, problems, List.of());
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
