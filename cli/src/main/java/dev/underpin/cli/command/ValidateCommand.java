package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.answer.Answer.Validated.ReadFile;
import dev.underpin.plan.InvalidPlan;
import dev.underpin.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "validate", description = "Reads and type-checks plans, without a database.")
public final class ValidateCommand implements Task {

    @Parameters(arity = "1..*", paramLabel = "PLAN", description = "The plans' files.")
    List<String> plans = new ArrayList<>();

    @Override
    public Answer perform(CommandContext context) {
        return new Answer.Validated(
                plans.stream().map(file -> read(file, context)).toList());
    }

    private static ReadFile read(String file, CommandContext context) {
        try {
            Plan plan = context.read(Path.of(file));
            return new ReadFile(file, Optional.of(plan.id()), plan.steps().size(), List.of());
        } catch (InvalidPlan invalid) {
            return new ReadFile(file, Optional.empty(), 0, PlanProblems.of(invalid));
        }
    }
}
