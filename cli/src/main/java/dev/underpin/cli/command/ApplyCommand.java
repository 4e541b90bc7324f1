package dev.underpin.cli.command;

import dev.underpin.cli.answer.Answer;
import dev.underpin.cli.engine.EngineGateway;
import dev.underpin.cli.render.AnswerText;
import dev.underpin.control.Overrides;
import dev.underpin.plan.Plan;
import dev.underpin.report.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = "Applies a plan: prechecks, measures, applies, verifies, measures; on failure as the plan says.")
public final class ApplyCommand implements Task {

    @Parameters(paramLabel = "PLAN", description = "The plan's file.")
    String plan = "";

    @Mixin
    SettingOptions settings = new SettingOptions();

    @Override
    public Answer perform(CommandContext context) {
        Overrides overrides = settings.overrides();
        Plan read = context.read(PlanArgument.file(plan, "apply"));
        context.requireConsent();
        return context.withEngine(Access.CHANGES, engine -> {
            EngineGateway set = engine.with(overrides);
            return new Answer.Ran(
                    context.asks()
                            ? set.apply(read, preview -> confirm(context, context.located(preview), read))
                            : set.apply(read));
        });
    }

    private static void confirm(CommandContext context, RunReport preview, Plan plan) {
        if (preview.steps().stream().anyMatch(step -> !step.actions().isEmpty())) {
            context.confirm(
                    new AnswerText(context.width(), context.options().verbose()).preview(preview),
                    "Apply " + plan.id() + "?");
        }
    }
}
