package dev.underpin.cli.command;

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
        subcommands = {
            ValidateCommand.class,
            StepsCommand.class,
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
            CompletionCommand.class,
        })
public final class UnderpinCommand {

    @Mixin
    CommonOptions options = new CommonOptions();

    public CommonOptions options() {
        return options;
    }
}
