package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.plan.PlanSchema;
import picocli.CommandLine.Command;

@Command(name = "schema", description = "Prints the JSON Schema of plans, for editors to complete and check with.")
public final class SchemaCommand implements Task {

    @Override
    public Answer perform(CommandContext context) {
        String schema = PlanSchema.of(context.registry());
        return new Answer.Told(schema.lines().toList(), () -> schema);
    }
}
