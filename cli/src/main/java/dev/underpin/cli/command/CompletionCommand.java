package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.answer.Answer.Recited;
import dev.underpin.report.RunReport;
import java.util.List;
import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Option;

@Command(
        name = "completion",
        hidden = true,
        description = "Prints a completion script for bash and zsh, for source <(underpin completion).")
public final class CompletionCommand implements Task {

    @Option(
            names = "--plans",
            description =
                    "Offers the ids of the plans, too, that the database knows now which --url or the environment names.")
    boolean plans;

    @Override
    public Answer perform(CommandContext context) {
        context.speakToAProgram();
        return plans
                ? context.withEngine(
                        Access.READS,
                        engine -> script(
                                context,
                                engine.status(Optional.empty()).runs().stream()
                                        .map(RunReport::plan)
                                        .distinct()
                                        .toList()))
                : script(context, List.of());
    }

    private static Recited script(CommandContext context, List<String> plans) {
        CommandLine line = context.spec().root().commandLine();
        List<String> types = List.copyOf(context.registry().byName().keySet());
        line.getSubcommands().values().forEach(command -> {
            offer(command.getCommandSpec(), "TYPE", types);
            offer(command.getCommandSpec(), "PLAN", plans);
            offer(
                    command.getCommandSpec(),
                    "COMMAND",
                    List.copyOf(line.getSubcommands().keySet()));
        });
        return new Recited(
                "completion", AutoComplete.bash("underpin", line).lines().toList());
    }

    private static void offer(CommandSpec command, String label, List<String> candidates) {
        for (PositionalParamSpec parameter : List.copyOf(command.positionalParameters())) {
            if (parameter.paramLabel().equals(label) && !candidates.isEmpty()) {
                command.remove(parameter);
                command.add(
                        parameter.toBuilder().completionCandidates(candidates).build());
            }
        }
    }
}
