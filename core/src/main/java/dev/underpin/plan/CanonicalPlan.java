package dev.underpin.plan;

import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.spi.Slug;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plan's one form: a plan again, as JSON, with all defaults, with parameters put in, and without what means nothing
 * (comments, the order of keys, line ends).
 */
final class CanonicalPlan {

    private CanonicalPlan() {}

    static String of(Plan plan) {
        return write(Document.class, document(plan));
    }

    static Plan read(String json, StepTypes types) {
        return new PlanReader(JsonText.read(json), types, Map.of(), false, new Problems("journal")).read();
    }

    /** What the step does, the version of its type included, but not its place among the others. */
    static String of(PlanStep step) {
        StepEntry entry = entry(step);
        StepEntry placeless = new StepEntry(
                entry.id(),
                entry.uses(),
                entry.config(),
                Optional.empty(),
                entry.prechecks(),
                entry.verify(),
                entry.irreversible());
        return step.type().version() + " " + write(StepEntry.class, placeless);
    }

    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String write(Class<? extends Record> type, Record value) {
        return JsonText.write(Unbinder.unbind(Shapes.ofRecord(type), value));
    }

    private static Document document(Plan plan) {
        return new Document(
                ApiVersion.CURRENT,
                new Slug(plan.id()),
                plan.description(),
                plan.target(),
                declarations(plan.parameters()),
                plan.settings(),
                plan.prechecks(),
                plan.measurements(),
                plan.steps().stream().map(CanonicalPlan::entry).toList());
    }

    private static Map<Slug, ParameterDeclaration> declarations(List<Parameter> parameters) {
        Map<Slug, ParameterDeclaration> declarations = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            Shape.Single shape = ParameterTable.shape(parameter.type());
            Node value = Unbinder.unbind(shape, shape.parse(parameter.value()));
            declarations.put(
                    new Slug(parameter.name()),
                    new ParameterDeclaration(parameter.type(), Optional.of(value), parameter.description()));
        }
        return declarations;
    }

    private static StepEntry entry(PlanStep step) {
        Shape.Fields config = Shapes.ofRecord(step.config().getClass());
        return new StepEntry(
                new Slug(step.id()),
                step.uses(),
                Optional.of(Unbinder.unbind(config, step.config())),
                Optional.of(step.dependsOn().stream().map(Slug::new).toList()),
                step.prechecks(),
                step.verify(),
                step.irreversibleAccepted() ? Optional.of(StepEntry.Irreversible.ACCEPTED) : Optional.empty());
    }
}
