package dev.underpin.plan;

import dev.underpin.plan.shape.Shape;
import dev.underpin.plan.shape.Shapes;
import dev.underpin.spi.config.Slug;
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
        return write(Document.class, document(plan, Unbinder.FULL), Unbinder.FULL);
    }

    /** SHA-256 of what the plan says. */
    static String fingerprint(Plan plan) {
        return sha256(write(Document.class, document(plan, Unbinder.TERSE), Unbinder.TERSE));
    }

    static Plan read(String json, StepTypes types) {
        return new PlanReader(JsonText.read(json), types, Map.of(), false, new Problems("journal")).read();
    }

    /** With steps that nothing here can read left as they are. */
    static Plan readAsFarAsPossible(String json, StepTypes types) {
        return new PlanReader(JsonText.read(json), types, Map.of(), false, new Problems("journal"), false).read();
    }

    /** SHA-256 of what the plan says of the step, but not of its place among the others. */
    static String fingerprint(PlanStep step) {
        StepEntry entry = entry(step, Unbinder.TERSE);
        StepEntry placeless = new StepEntry(
                entry.id(),
                entry.uses(),
                entry.config(),
                Optional.empty(),
                entry.prechecks(),
                entry.verify(),
                entry.irreversible());
        return sha256(write(StepEntry.class, placeless, Unbinder.TERSE));
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String write(Class<? extends Record> type, Record value, Unbinder unbinder) {
        return JsonText.write(unbinder.unbind(Shapes.ofRecord(type), value));
    }

    private static Document document(Plan plan, Unbinder unbinder) {
        return new Document(
                ApiVersion.CURRENT,
                new Slug(plan.id()),
                plan.description(),
                plan.target(),
                declarations(plan.parameters()),
                plan.settings(),
                plan.prechecks(),
                plan.measurements(),
                plan.steps().stream().map(step -> entry(step, unbinder)).toList());
    }

    private static Map<Slug, ParameterDeclaration> declarations(List<Parameter> parameters) {
        Map<Slug, ParameterDeclaration> declarations = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            Shape.Single shape = ParameterTable.shape(parameter.type());
            Node value = Unbinder.FULL.unbind(shape, shape.parse(parameter.value()));
            declarations.put(
                    new Slug(parameter.name()),
                    new ParameterDeclaration(parameter.type(), Optional.of(value), parameter.description()));
        }
        return declarations;
    }

    private static StepEntry entry(PlanStep step, Unbinder unbinder) {
        Shape.Fields config = Shapes.ofRecord(step.config().getClass());
        return new StepEntry(
                new Slug(step.id()),
                step.uses(),
                Optional.of(unbinder.unbind(config, step.config())),
                Optional.of(step.dependsOn().stream().map(Slug::new).toList()),
                step.prechecks(),
                step.verify(),
                step.irreversibleAccepted() ? Optional.of(StepEntry.Irreversible.ACCEPTED) : Optional.empty());
    }
}
