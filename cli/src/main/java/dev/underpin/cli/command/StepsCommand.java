package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.code.CliCodes;
import dev.underpin.cli.json.StepTypeJson;
import dev.underpin.cli.render.StepTypeText;
import dev.underpin.plugin.PluginRegistry;
import dev.underpin.report.Failure;
import dev.underpin.report.Outcome;
import dev.underpin.spi.StepType;
import dev.underpin.spi.config.Spelling;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "steps", description = "Lists the step types and where they came from, or describes one.")
public final class StepsCommand implements Task {

    @Parameters(
            arity = "0..1",
            paramLabel = "TYPE",
            description = "The step type to describe, for example indexing.create.")
    Optional<String> type = Optional.empty();

    @Override
    public Answer perform(CommandContext context) {
        PluginRegistry registry = context.registry();
        if (type.isEmpty()) {
            return new Answer.Told(StepTypeText.list(registry), () -> StepTypeJson.list(registry));
        }
        StepType<?, ?> found = registry.find(type.get()).orElseThrow(() -> unknown(type.get(), registry));
        return new Answer.Told(StepTypeText.describe(found, registry), () -> StepTypeJson.describe(found, registry));
    }

    private static Failure unknown(String name, PluginRegistry registry) {
        return new Failure(
                Outcome.USAGE,
                CliCodes.UNKNOWN_NAME,
                "there is no step type \"" + name + "\"",
                Spelling.nearest(name, registry.byName().keySet())
                        .map(nearest -> "Did you mean \"" + nearest + "\"?")
                        .orElse("Run underpin steps for all of them."));
    }
}
