package dev.underpin.cli.demo;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.code.CliCodes;
import dev.underpin.cli.engine.EngineGateway;
import dev.underpin.cli.render.Quantities;
import dev.underpin.cli.terminal.Ink;
import dev.underpin.control.Assumptions;
import dev.underpin.db.ClientEnvironment;
import dev.underpin.db.ConnectionSettings;
import dev.underpin.db.SearchPath;
import dev.underpin.db.Session;
import dev.underpin.db.Sessions;
import dev.underpin.plan.Plan;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.report.Problem;
import dev.underpin.report.RunReport;
import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.sql.SqlText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A guide from its schema to its rollback on a server of its own, while a chat goes on. */
public final class Demonstration {

    private static final String DATABASE = "chat";
    private static final int MOST_DIFFERENCES = 10;

    private final Guide guide;
    private final int rows;
    private final boolean keep;
    private final Stage stage;
    private final Function<DemoReport, Answer> conclusion;
    private @Nullable DemoServer server;
    private volatile Runnable cancel = () -> {};
    private volatile boolean stopped;

    /**
     * @param keep whether the server stays up after the apply
     * @param conclusion makes the answer
     */
    public Demonstration(Guide guide, int rows, boolean keep, Stage stage, Function<DemoReport, Answer> conclusion) {
        this.guide = guide;
        this.rows = rows;
        this.keep = keep;
        this.stage = stage;
        this.conclusion = conclusion;
    }

    /** Leaves nothing behind, however it ends; but for a server that is to be kept. */
    public Answer show() {
        try {
            return stage.stoppable(this::stop, this::close, this::perform);
        } finally {
            close();
        }
    }

    private void stop() {
        stopped = true;
        cancel.run();
    }

    private synchronized void close() {
        DemoServer running = server;
        if (running != null) {
            running.close();
        }
    }

    private Answer perform() {
        try {
            return performWhole();
        } catch (RuntimeException failure) {
            if (stopped) {
                throw interrupted();
            }
            if (failure instanceof Failure told) {
                throw new Failure(afterTheEnd(told.outcome()), told.problems());
            }
            throw failure;
        }
    }

    private Answer performWhole() {
        stage.tell(List.of(Ink.BOLD.on("Demo: " + guide.summary())));
        DemoServer running = timed("PostgreSQL started, on a port and in a folder of its own", this::start);
        ConnectionSettings administration = settings(running, "postgres");
        ConnectionSettings database = settings(running, DATABASE);
        timed(Quantities.count(rows) + " messages loaded", () -> {
            load(administration, database);
            return rows;
        });
        try (Chat chat = new Chat(database.dataSource())) {
            Answer answer = stage.withEngine(database, engine -> play(engine, chat, running));
            stage.tell(List.of(""));
            return answer;
        }
    }

    private synchronized DemoServer start() {
        DemoServer started = DemoServer.start(stage.temporaryDirectory());
        server = started;
        return started;
    }

    private static ConnectionSettings settings(DemoServer server, String database) {
        return ConnectionSettings.resolve(
                Optional.of(server.url(database)), new ClientEnvironment(Map.of(), Path.of("."), ""));
    }

    private void load(ConnectionSettings administration, ConnectionSettings database) {
        run(administration, "CREATE DATABASE " + DATABASE);
        run(database, "SET demo.rows = '" + rows + "'", guide.scripts().toArray(String[]::new));
    }

    private void run(ConnectionSettings where, String first, String... more) {
        try (Session session = new Sessions(where.dataSource(), SearchPath.EMPTY).open("demo")) {
            cancel = session::cancel;
            session.command(first);
            for (String script : more) {
                SqlText.parse(script).statements().forEach(session::command);
            }
        } finally {
            cancel = () -> {};
        }
        goOn();
    }

    private Answer play(EngineGateway engine, Chat chat, DemoServer running) {
        Plan plan = stage.read(guide.plan(), guide.title() + "/plan.yaml");
        chat.begin();
        good(Ownership.WRITERS + " writers begin to insert, edit, move and delete messages", Optional.empty());
        stage.tell(List.of(""));
        RunReport applied = shown(() -> engine.apply(plan), Outcome.VERIFICATION_FAILED);
        shown(() -> engine.verify(plan.id()), Outcome.DONE);
        LoadReport duringApply = checked(chat, "apply");
        if (keep) {
            running.keep();
            return conclusion.apply(new DemoReport(
                    guide,
                    rows,
                    applied,
                    duringApply,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(running.url(DATABASE))));
        }
        chat.begin();
        RunReport rolledBack =
                shown(() -> engine.rollback(plan.id(), Optional.empty(), Assumptions.NONE), Outcome.DONE);
        LoadReport duringRollback = checked(chat, "rollback");
        return conclusion.apply(new DemoReport(
                guide,
                rows,
                applied,
                duringApply,
                Optional.of(rolledBack),
                Optional.of(duringRollback),
                Optional.empty()));
    }

    /** @param good an outcome other than DONE that is part of what there is to see, such as a measurement that was missed */
    private RunReport shown(Supplier<RunReport> command, Outcome good) {
        long began = System.nanoTime();
        RunReport report = command.get();
        goOn();
        stage.tell(new Answer.Ran(report, Duration.ofNanos(System.nanoTime() - began)));
        if (report.outcome() != Outcome.DONE && report.outcome() != good) {
            throw new Failure(report.outcome(), report.findings());
        }
        return report;
    }

    /** Nobody can decide how to go on with a server that is gone. */
    private static Outcome afterTheEnd(Outcome outcome) {
        return outcome == Outcome.STOPPED ? Outcome.FAILED_ROLLED_BACK : outcome;
    }

    private LoadReport checked(Chat chat, String during) {
        chat.close();
        goOn();
        LoadReport load = chat.report();
        String saw = "the writers made " + Quantities.count(load.writes(), "change") + " during the " + during + ": "
                + Quantities.count(load.failures(), "error") + ", longest stall " + Quantities.time(load.stall());
        if (load.failures() > 0) {
            throw failed(CliCodes.DEMO_ERRORS, saw, load.errors());
        }
        good(saw, Optional.empty());
        List<String> differences = chat.differences();
        if (!differences.isEmpty()) {
            throw failed(
                    CliCodes.DEMO_DIFFERS,
                    "after the " + during + " the table differs from the writers' own history in "
                            + Quantities.count(differences.size(), "place"),
                    differences);
        }
        good("the table is equal to the writers' own history, and nothing else has changed", Optional.empty());
        return load;
    }

    private static Failure failed(Code code, String message, List<String> details) {
        return new Failure(
                Outcome.VERIFICATION_FAILED,
                Problem.of(Finding.error(
                                code, message, "This must not happen; please report it with the output of the demo."))
                        .with(details.stream().limit(MOST_DIFFERENCES).toList()));
    }

    private void goOn() {
        if (stopped) {
            throw interrupted();
        }
    }

    private static Failure interrupted() {
        return new Failure(
                Outcome.INTERRUPTED,
                CliCodes.INTERRUPTED,
                "the demo was interrupted; its server and files are gone",
                "");
    }

    private <T> T timed(String what, Supplier<T> doing) {
        long began = System.nanoTime();
        T result = doing.get();
        good(what, Optional.of(Duration.ofNanos(System.nanoTime() - began)));
        return result;
    }

    private void good(String what, Optional<Duration> took) {
        stage.tell(List.of("  " + Ink.GREEN.on("✓") + " " + what
                + took.map(time -> Ink.DIM.on("  " + Quantities.time(time))).orElse("")));
    }
}
