package dev.underpin.spi.change;

import dev.underpin.spi.StepContext;
import dev.underpin.spi.catalog.Catalog;
import dev.underpin.spi.dialect.FunctionStatements;
import dev.underpin.spi.dialect.FunctionStatements.Reading;
import dev.underpin.spi.finding.Finding;
import dev.underpin.spi.finding.ServerRefusal;
import dev.underpin.spi.program.Check;
import dev.underpin.spi.program.Expect;
import dev.underpin.spi.program.Question;
import dev.underpin.spi.program.Sql;
import dev.underpin.spi.require.Requirements;
import dev.underpin.spi.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Another definition of a function or procedure, or a new one. What refers to it goes on referring to it; owner, rights and comment stay. A
 * rollback brings the exact definition back, or drops what was not there.
 */
public final class ReplaceFunction implements Change {

    private final String signature;
    private final String definition;
    private final boolean procedure;

    /**
     * @param signature as in {@code public.add(integer, text)}, with its schema
     * @param definition a whole CREATE OR REPLACE statement
     */
    public ReplaceFunction(String signature, String definition, boolean procedure) {
        this.signature = signature;
        this.definition = definition;
        this.procedure = procedure;
    }

    @Override
    public String aspect() {
        return "function " + signature;
    }

    @Override
    public String title() {
        return "Replace " + signature;
    }

    @Override
    public List<Finding> requirements(StepContext context) {
        Optional<Reading> present = present(context);
        List<Finding> findings = new ArrayList<>();
        present.ifPresent(found ->
                findings.addAll(Requirements.owned(signature, found.owner()).unmet(context)));
        String owner = present.map(Reading::owner)
                .orElseGet(() -> context.catalog().principal().name());
        findings.addAll(Requirements.createsIn(owner, schema()).unmet(context));
        if (findings.isEmpty() && present.isPresent()) {
            findings.addAll(wayBack(context));
        }
        return findings;
    }

    private String schema() {
        return QualifiedName.parse(signature.substring(0, signature.indexOf('(')))
                .schema();
    }

    private record Answer(String state) {}

    /** The server takes some changes of a function by itself, but not back: a default more for an argument. */
    private List<Finding> wayBack(StepContext context) {
        List<Sql> there = List.of(
                functions(context).withoutBodies(), byOwner(functions(context).replace(definition), context));
        List<Sql> back = new ArrayList<>(there);
        back.addAll(revert(context));
        // What is refused already on the way there may need what a step before it makes; if not, the server will say so
        // in time.
        return refusal("back", back, context)
                .filter(refused -> refusal("there", there, context).isEmpty())
                .map(
                        refused -> List.of(
                                Finding.error(
                                        ChangeCodes.NO_WAY_BACK,
                                        "the definition of " + signature + " before could not be brought back: "
                                                + refused.serverMessage(),
                                        "Keep what the server names as it is; or drop and create the function by sql.run, with both as its rollback.")))
                .orElse(List.of());
    }

    private Optional<ServerRefusal> refusal(String way, List<Sql> setup, StepContext context) {
        try {
            context.queryInScratch(aspect() + " " + way, setup, state(context), Answer.class);
            return Optional.empty();
        } catch (ServerRefusal refused) {
            return Optional.of(refused);
        }
    }

    @Override
    public Sql state(StepContext context) {
        return functions(context).of(signature);
    }

    @Override
    public List<Stage> stages(StepContext context) {
        Sql replace = functions(context).replace(definition);
        Check written = new Check(
                "written",
                "The definition is that of " + signature,
                new Question.Rows(functions(context).written(signature), Expect.value(1)),
                Check.OnMiss.FAIL,
                ChangeCodes.ANOTHER_FUNCTION,
                "Write the same schema, name and argument types in function and definition.");
        return List.of(new Stage(title(), List.of(byOwner(replace, context)), List.of(written)));
    }

    @Override
    public List<Sql> revert(StepContext context) {
        return List.of(present(context)
                .map(found -> byOwner(functions(context).restore(found.definition()), context))
                .orElseGet(() -> functions(context).drop(signature, procedure)));
    }

    /** What is replaced stays its owner's, whose place it is in. */
    private Sql byOwner(Sql statement, StepContext context) {
        String tool = context.catalog().principal().name();
        return present(context)
                .map(Reading::owner)
                .filter(owner -> !owner.equals(tool))
                .map(statement::as)
                .orElse(statement);
    }

    private Optional<Reading> present(StepContext context) {
        return context.ask(aspect(), functions(context).read(signature), Reading.class).stream()
                .findFirst();
    }

    /** The catalog's model has no functions. */
    @Override
    public Optional<Catalog> predict(StepContext context) {
        return Optional.empty();
    }

    private static FunctionStatements functions(StepContext context) {
        return context.dialect().statements(FunctionStatements.class);
    }
}
