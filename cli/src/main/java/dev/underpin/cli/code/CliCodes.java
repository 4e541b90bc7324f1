package dev.underpin.cli.code;

import static dev.underpin.spi.finding.Code.Moment.ARGUMENTS;
import static dev.underpin.spi.finding.Code.Moment.DEMO;
import static dev.underpin.spi.finding.Code.Moment.STATUS;

import dev.underpin.spi.finding.Code;
import dev.underpin.spi.finding.CodeCatalogue;
import java.util.List;

/** Codes of the command line itself. */
public final class CliCodes implements CodeCatalogue {

    public static final Code NOBODY_TO_ASK = Code.of(
            "E0010",
            "The command asks before it changes the database, and nobody can be asked.",
            "Add --yes to have it done without a question.",
            ARGUMENTS);
    public static final Code WATCH_AND_JSON = Code.of(
            "E0011",
            "--watch shows a picture that changes, and --output json is one document.",
            "Leave one of them out; for events as they happen, give the run --events FILE.",
            STATUS);
    public static final Code TO_WITHOUT_ROLLBACK =
            Code.of("E1032", "--to says how far a rollback goes.", "Give it together with --rollback.", ARGUMENTS);
    public static final Code DURATION = Code.of(
            "E2030",
            "A duration cannot be read.",
            "Give a whole number above zero and a unit: 300ms, 2s, 10m.",
            ARGUMENTS);
    public static final Code UNKNOWN_ARGUMENT = Code.of(
            "E8101",
            "There is no such command, option or argument.",
            "Run `underpin help`, or the command with --help.",
            ARGUMENTS);
    public static final Code MISSING_ARGUMENT =
            Code.of("E8102", "The command needs an argument.", "Run the command with --help.", ARGUMENTS);
    public static final Code BAD_ARGUMENT =
            Code.of("E8103", "An argument has a value that is not allowed.", "Run the command with --help.", ARGUMENTS);
    public static final Code EVENTS_FILE = Code.of(
            "E8104",
            "The file for events cannot be opened for writing.",
            "Name a file in a directory that exists and that you may write to.",
            ARGUMENTS);
    public static final Code BAD_SET = Code.of(
            "E8105",
            "--set is not of the form name=value, or gives a parameter twice.",
            "Write --set name=value, once for each parameter.",
            ARGUMENTS);
    public static final Code NO_COMMAND = Code.of(
            "E8106", "No command is given.", "Try `underpin demo`, or `underpin --help` for all commands.", ARGUMENTS);
    public static final Code NO_PLAN_FILE = Code.of(
            "E8107",
            "There is no such file, and the command needs the plan's file.",
            "Name the file. An id is enough for a plan that was applied before, and only with commands that come after.",
            ARGUMENTS);
    public static final Code PLUGIN_FOLDER = Code.of(
            "E8111",
            "A folder for plug-ins is not there, or cannot be read.",
            "Name the folder with the jars.",
            ARGUMENTS);
    public static final Code CLASS_PATH_ENTRY = Code.of(
            "E8112", "UNDERPIN_CLASSPATH names something that is not there.", "Correct UNDERPIN_CLASSPATH.", ARGUMENTS);
    public static final Code BROKEN_JAR =
            Code.of("E8113", "A jar cannot be read.", "Copy it anew, or take it away.", ARGUMENTS);
    public static final Code NO_PLUGIN = Code.of(
            "E8114",
            "A jar in a folder for plug-ins is none.",
            "Take it out of the folder; a library that a plug-in needs belongs in its subfolder lib.",
            ARGUMENTS);
    public static final Code UNKNOWN_NAME = Code.of(
            "E8108",
            "There is no step type, no code, or no guide of the demo, of that name.",
            "Run `underpin steps`, or `underpin demo --help`.",
            ARGUMENTS);
    public static final Code NOT_YES =
            Code.of("E8109", "The answer was not yes, so nothing was done.", "With --yes nobody is asked.", ARGUMENTS);
    public static final Code INTERRUPTED = Code.of(
            "E8110",
            "The command was interrupted.",
            "Run `underpin status` to see how far it got, then `underpin resume` or `underpin rollback`.",
            ARGUMENTS);
    public static final Code DEMO_AS_ROOT = Code.of(
            "E8210",
            "The demo's PostgreSQL must not run as root, and cannot be started as anybody else.",
            "Run `underpin demo` as another user.",
            DEMO);
    public static final Code DEMO_FOLDER = Code.of(
            "E8211",
            "The demo's PostgreSQL is not let through to its folder.",
            "Choose a folder for temporary files that everybody may pass, or run the demo as another user than root.",
            DEMO);
    public static final Code DEMO_SERVER = Code.of(
            "E8401",
            "The demo's PostgreSQL does not start.",
            "It needs Linux or macOS on amd64 or arm64, and some 300 MB for temporary files.",
            DEMO);
    public static final Code DEMO_DIFFERS = Code.of(
            "E8402",
            "In the demo the table differs from the writers' own history.",
            "This must not happen; please report it with the output.",
            DEMO);
    public static final Code DEMO_ERRORS = Code.of(
            "E8403",
            "In the demo, writers or readers saw errors.",
            "This must not happen; please report it with the output.",
            DEMO);
    public static final Code UNPREPARED = Code.of(
            "E9001",
            "Something happened that underpin is not prepared for.",
            "The file that the message names has the details; please report it.",
            ARGUMENTS);

    @Override
    public List<Code> codes() {
        return CodeCatalogue.constantsOf(CliCodes.class);
    }
}
