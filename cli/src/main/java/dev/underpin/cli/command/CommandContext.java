package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.engine.EngineGateway;
import dev.underpin.db.ConnectionSettings;
import dev.underpin.plan.Plan;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.RunReport;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** What commands work with. */
public interface CommandContext {

    CommonOptions options();

    /** The command that is being executed, with those above it. */
    CommandSpec spec();

    /** The step types that were found. */
    PluginRegistry registry();

    /** @throws dev.underpin.plan.InvalidPlan with all that is wrong with it */
    Plan read(Path file);

    /**
     * Reads a plan that is nobody's, so that no command goes on with it later.
     *
     * @param name how problems name the text's source
     * @throws dev.underpin.plan.InvalidPlan with all that is wrong with it
     */
    Plan parse(String text, String name);

    /** The plan's id, for commands that go by the journal. */
    String planId(String argument);

    /** Has the work done with an engine for the database that the options name. */
    Answer withEngine(Access access, Function<EngineGateway, Answer> work);

    Answer withEngine(ConnectionSettings settings, Access access, Function<EngineGateway, Answer> work);

    /**
     * Has the work done; a request to end stops it.
     *
     * @param abandon what must be done before the process ends without waiting for the work
     */
    Answer stoppable(Runnable stop, Runnable abandon, Supplier<Answer> work);

    /** Says something that a person takes for a part of the result. */
    void tell(List<String> lines);

    /** Where temporary files go. */
    Path temporaryDirectory();

    /** From now on nothing but the answer goes to standard output, as with JSON. */
    void speakToAProgram();

    /** The tool's version, or what stands for it. */
    String version();

    /** Shows lines in place of those that were shown before, for a while; a request to end cuts that short. */
    void picture(List<String> lines);

    /** The columns that a listing may take. */
    int width();

    /** The report with the places of its problems in the plan's file. */
    RunReport located(RunReport report);

    /**
     * For a command that asks before it begins.
     *
     * @throws dev.underpin.report.Failure if nobody can be asked, and the consent was not given beforehand
     */
    void requireConsent();

    /** Whether somebody should be asked. */
    boolean asks();

    /**
     * Shows the lines, then asks.
     *
     * @throws dev.underpin.report.Failure unless the answer is yes
     */
    void confirm(List<String> lines, String question);
}
