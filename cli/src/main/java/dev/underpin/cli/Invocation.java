package dev.underpin.cli;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.code.CliCodes;
import dev.underpin.cli.command.Access;
import dev.underpin.cli.command.CommandContext;
import dev.underpin.cli.command.CommonOptions;
import dev.underpin.cli.command.PlanArgument;
import dev.underpin.cli.engine.EngineGateway;
import dev.underpin.cli.progress.EventFile;
import dev.underpin.cli.progress.EventPump;
import dev.underpin.cli.progress.EventSink;
import dev.underpin.cli.progress.NoticeDisplay;
import dev.underpin.cli.progress.ProgressDisplay;
import dev.underpin.cli.progress.TargetAnnouncement;
import dev.underpin.cli.terminal.Ink;
import dev.underpin.cli.terminal.Screen;
import dev.underpin.db.ConnectionSettings;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.MaintenanceReport;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.spi.finding.Finding;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** One command that is being executed. */
final class Invocation implements CommandContext, AutoCloseable {

    private static final Duration PICTURE = Duration.ofSeconds(2);

    private final Host host;
    private final CommonOptions options;
    private final CommandSpec spec;
    private final Screen screen;
    private final TargetAnnouncement announcement;
    private final Interrupts interrupts;
    private final Located located = new Located();
    private final ClassLoader usualLoader = Thread.currentThread().getContextClassLoader();
    private final Latch stopRequested = new Latch();
    private Optional<String> planId = Optional.empty();
    private @Nullable PluginRegistry registry;
    private @Nullable ConnectionSettings settings;
    private @Nullable EventPump pump;
    private Instant began = Instant.EPOCH;

    Invocation(
            Host host,
            CommonOptions options,
            CommandSpec spec,
            Screen screen,
            TargetAnnouncement announcement,
            Interrupts interrupts) {
        this.host = host;
        this.options = options;
        this.spec = spec;
        this.screen = screen;
        this.announcement = announcement;
        this.interrupts = interrupts;
    }

    @Override
    public CommonOptions options() {
        return options;
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public PluginRegistry registry() {
        PluginRegistry found = registry;
        if (found == null) {
            // Everything that is found later, dialects and statements too, is found by the thread's class loader.
            Thread.currentThread()
                    .setContextClassLoader(PluginPath.loader(
                            options.plugins(), host.environment().variables(), usualLoader));
            found = host.registry();
            registry = found;
        }
        return found;
    }

    @Override
    public Plan read(Path file) {
        Plan plan = Plan.read(file, registry(), options.sets());
        located.remember(plan, file.toString());
        planId = Optional.of(plan.id());
        return plan;
    }

    @Override
    public Plan parse(String text, String name) {
        Plan plan = Plan.parse(text, name, registry(), options.sets());
        located.remember(plan, name);
        return plan;
    }

    @Override
    public String planId(String argument) {
        String id = PlanArgument.of(argument) instanceof PlanArgument.OfFile given
                ? read(given.file()).id()
                : argument;
        planId = Optional.of(id);
        return id;
    }

    Optional<String> planId() {
        return planId;
    }

    Located located() {
        return located;
    }

    /** The text without the secrets of the connection. */
    String redact(String text) {
        ConnectionSettings known = settings;
        return known == null ? text : known.redact(text);
    }

    @Override
    public int width() {
        return screen.resultWidth();
    }

    @Override
    public Answer withEngine(Access access, Function<EngineGateway, Answer> work) {
        ConnectionSettings found = ConnectionSettings.resolve(options.url(), host.environment());
        found.warnings().forEach(this::warn);
        return withEngine(found, access, work);
    }

    @Override
    public Answer withEngine(ConnectionSettings found, Access access, Function<EngineGateway, Answer> work) {
        settings = found;
        boolean changes = access == Access.CHANGES;
        try (EventPump events = EventPump.start(sinks(), Clock.systemUTC());
                EngineGateway engine = host.engines().open(found, registry(), event -> events.on(located.in(event)))) {
            pump = events;
            Runnable stop = () -> {
                stopRequested.open();
                engine.requestStop();
            };
            return interrupts.during(new Interrupts.Work(stop, changes, () -> {}), () -> {
                began = Instant.now();
                Answer answer = work.apply(engine);
                return finished(answer);
            });
        } catch (Failure failure) {
            if (!changes && failure.outcome() == Outcome.STOPPED) {
                throw new Failure(Outcome.INTERRUPTED, failure.problems());
            }
            if (failure.outcome() == Outcome.NO_CONNECTION) {
                throw new Failure(failure.outcome(), naming(found, failure.problems()));
            }
            throw failure;
        } finally {
            pump = null;
        }
    }

    private Answer finished(Answer answer) {
        if (answer instanceof Answer.Ran ran) {
            return new Answer.Ran(located.in(ran.report()), Duration.between(began, Instant.now()));
        }
        return answer instanceof Answer.Maintained maintained
                ? new Answer.Maintained(new MaintenanceReport(
                        maintained.report().target(),
                        maintained.report().runs().stream().map(located::in).toList()))
                : answer;
    }

    @Override
    public Answer stoppable(Runnable stop, Runnable abandon, Supplier<Answer> work) {
        return interrupts.during(new Interrupts.Work(stop, false, abandon), work);
    }

    @Override
    public void tell(List<String> lines) {
        EventPump events = pump;
        if (events != null) {
            events.settle();
        }
        if (!options.json()) {
            lines.forEach(screen::out);
        } else if (!options.quiet()) {
            lines.forEach(screen::err);
        }
    }

    @Override
    public void speakToAProgram() {
        announcement.aside();
    }

    @Override
    public String version() {
        return host.version();
    }

    @Override
    public void picture(List<String> lines) {
        if (screen.manners().live()) {
            screen.picture(lines);
        } else {
            lines.forEach(screen::out);
        }
        stopRequested.awaitFor(PICTURE);
    }

    @Override
    public Path temporaryDirectory() {
        return host.temporaryDirectory();
    }

    /** Where nothing was reached, no line has named the target yet. */
    private static List<Problem> naming(ConnectionSettings target, List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.with(
                        Stream.concat(Stream.of("tried " + target.description()), problem.details().stream())
                                .toList()))
                .toList();
    }

    private List<EventSink> sinks() {
        List<EventSink> sinks = new ArrayList<>();
        sinks.add(announcement);
        options.events().ifPresent(file -> sinks.add(EventFile.open(file, this::warn)));
        sinks.add(options.quiet() ? new NoticeDisplay(screen) : new ProgressDisplay(screen, options.verbose()));
        return sinks;
    }

    private void warn(String text) {
        screen.err(Ink.YELLOW.on("warning") + ": " + text);
    }

    @Override
    public RunReport located(RunReport report) {
        return located.in(report);
    }

    @Override
    public void requireConsent() {
        if (!options.yes() && !screen.manners().asks()) {
            throw new Failure(
                    Outcome.USAGE,
                    CliCodes.NOBODY_TO_ASK,
                    spec.qualifiedName() + " asks before it changes the database, and here nobody can be asked",
                    "Add --yes to have it done without a question. There is nobody to ask where standard input is no terminal, and where CI is set.");
        }
    }

    @Override
    public boolean asks() {
        return !options.yes();
    }

    @Override
    public void confirm(List<String> lines, String question) {
        EventPump events = pump;
        if (events != null) {
            events.settle();
        }
        screen.ask(Stream.concat(lines.stream(), Stream.of("")).toList(), Ink.BOLD.on(question) + " [y/N] ");
        boolean yes = interrupts.leaving(this::saysYes);
        screen.answered();
        if (!yes) {
            throw declined();
        }
        began = Instant.now();
    }

    private boolean saysYes() {
        try {
            String answer = screen.streams().in().readLine();
            return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    /** From now on this thread finds what it found before. */
    @Override
    public void close() {
        ClassLoader ours = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(usualLoader);
        if (ours != usualLoader && ours instanceof URLClassLoader opened) {
            try {
                opened.close();
            } catch (IOException unclosable) {
                // Its jars stay open until the process ends.
                return;
            }
        }
    }

    private static Failure declined() {
        return new Failure(
                Outcome.INTERRUPTED,
                Problem.of(Finding.note(
                        CliCodes.NOT_YES,
                        "the answer was not yes, so nothing was done",
                        "With --yes nobody is asked.")));
    }
}
