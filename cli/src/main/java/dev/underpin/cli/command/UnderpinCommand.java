package dev.underpin.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/** The command above all others: it has their common options, and does nothing by itself. */
@Command(
        name = "underpin",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        description = "Converts live PostgreSQL tables by plan, verifies, resumes, and takes it back.",
        commandListHeading = "%nCommands:%n",
        footer = {
            "",
            "PLAN is a file, or the id of a plan that was applied to the database before.",
            "",
            "Exit codes: 0 done, 1 a bug, 2 usage, 3 plan invalid, 4 refused, 5 busy and nothing changed,",
            "6 failed and rolled back, 7 stopped half-way and safe, 8 the plan differs from what was applied,",
            "9 verification failed and changes kept, 10 no connection, 130 interrupted before any change.",
        })
public final class UnderpinCommand {

    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            ValidateCommand.class,
            StepsCommand.class,
            SchemaCommand.class,
            CheckCommand.class,
            PreviewCommand.class,
            ApplyCommand.class,
            CutoverCommand.class,
            ResumeCommand.class,
            VerifyCommand.class,
            RollbackCommand.class,
            FinalizeCommand.class,
            MaintainCommand.class,
            SyncCommand.class,
            StatusCommand.class,
            HelpCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            ManCommand.class);

    /** They tell of all the others. */
    private static final Set<Class<?>> GUIDES = Set.of(HelpCommand.class, CompletionCommand.class, ManCommand.class);

    @Mixin
    CommonOptions options = new CommonOptions();

    public CommonOptions options() {
        return options;
    }

    /** With all commands below it. */
    public static CommandLine withAll() {
        return with(COMMANDS);
    }

    /**
     * With that command alone, if there is one of the name that can do without the others: to look at them all takes an eighth of the time that a short one needs.
     */
    public static Optional<CommandLine> withOnly(String name) {
        return COMMANDS.stream()
                .filter(command -> !GUIDES.contains(command) && name(command).equals(name))
                .findFirst()
                .map(command -> with(List.of(command)));
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static CommandLine with(List<Class<?>> commands) {
        CommandLine line = new CommandLine(new UnderpinCommand());
        commands.forEach(line::addSubcommand);
        return line;
    }
}
